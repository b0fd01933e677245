import type { WireEvent } from "./model.ts";

/** Reads server-sent events as their bytes arrive. */
export interface EventStream {
  /** Takes the next piece of text, and when it came (seconds since the request was sent). */
  take(text: string, seconds: number): void;
  /**
   * Ends the stream and gives its events. The last one need not be closed by an empty line.
   *
   * @param whole false where the body was cut: what is not closed is then left out
   */
  end(whole: boolean): readonly WireEvent[];
}

/** Reader of the event stream format (WHATWG HTML, 9.2.6): lines end in LF, CR or both; of the fields, data alone is kept. */
export function eventStream(): EventStream {
  const events: WireEvent[] = [];
  let line = "";
  let data: string[] = [];
  let dataAt = 0;
  let lastAt = 0;
  let began = false;
  let afterReturn = false;

  const close = (): void => {
    if (data.length > 0) events.push({ seconds: dataAt, data: data.join("\n") });
    data = [];
  };
  const endLine = (seconds: number): void => {
    if (line === "") close();
    else if (line === "data" || line.startsWith("data:")) {
      data.push(line.slice(5).replace(/^ /, ""));
      dataAt = seconds;
    }
    line = "";
  };
  return {
    take: (text, seconds) => {
      if (text === "") return;
      let from = !began && text.startsWith("\uFEFF") ? 1 : 0;
      began = true;
      lastAt = seconds;
      // A CR ended its line when it came; this LF belongs to it.
      if (afterReturn && text.startsWith("\n")) from = 1;
      const ends = /\r\n|\r|\n/g;
      ends.lastIndex = from;
      for (let found = ends.exec(text); found !== null; found = ends.exec(text)) {
        line += text.slice(from, found.index);
        endLine(seconds);
        from = ends.lastIndex;
      }
      line += text.slice(from);
      afterReturn = text.endsWith("\r");
    },
    end: (whole) => {
      if (whole) {
        endLine(lastAt);
        close();
      }
      return events;
    },
  };
}
