import { plainText } from "../report/escape.ts";
import { formatDuration } from "../report/format.ts";
import type { RunEvent } from "../study/events.ts";

/** Where progress goes: the terminal's error stream. */
export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Prints a run's events: one line that is written over on a terminal, a line every ten seconds elsewhere. */
export interface ProgressPrinter {
  readonly event: (event: RunEvent) => void;
  /** Clears the line that is being written over. */
  readonly end: () => void;
}

/** A printer on a sink; `now` in milliseconds. */
export function progressPrinter(sink: Sink, now: () => number = Date.now): ProgressPrinter {
  const live = sink.isTTY === true;
  let doing = "";
  let began = now();
  let doneAtStart = 0;
  let printed = Number.NEGATIVE_INFINITY;
  let lineShown = false;

  const clear = (): void => {
    if (lineShown) sink.write("\r\u001b[2K");
    lineShown = false;
  };
  const say = (text: string): void => {
    clear();
    sink.write(`${text}\n`);
  };

  const progress = (event: Extract<RunEvent, { kind: "progress" }>): void => {
    const time = now();
    if (event.doing !== doing) {
      doing = event.doing;
      began = time;
      doneAtStart = event.done;
      printed = live ? Number.NEGATIVE_INFINITY : time;
    }
    if (time - printed < (live ? 100 : 10_000) && event.done < event.total) return;
    if (!live && time - began < 2_000) return;
    printed = time;
    const seconds = (time - began) / 1000;
    const gained = event.done - doneAtStart;
    const left =
      gained > 0 && seconds > 2
        ? `, ${formatDuration(((event.total - event.done) * seconds) / gained)} left`
        : "";
    const text = plainText(
      `${event.doing}: ${event.done} of ${event.total}${event.done < event.total ? left : ""}`,
    );
    if (!live) {
      say(text);
      return;
    }
    clear();
    sink.write(text.slice(0, (sink.columns ?? 80) - 1));
    lineShown = true;
  };

  return {
    event: (event) => {
      if (event.kind === "progress") progress(event);
      else if (event.kind === "note") say(plainText(event.text));
      else if (event.kind === "warning") say(`warning: ${plainText(event.text)}`);
      else if (event.kind === "started") say(`run ${event.run.id} in ${plainText(event.run.folder)}`);
      else if (now() - printed > 1_000) {
        printed = now();
        say(
          plainText(
            `waiting ${formatDuration(event.seconds)}: ${event.reason} (gives up ${formatDuration(event.patience)} after the trouble began)`,
          ),
        );
      }
    },
    end: clear,
  };
}
