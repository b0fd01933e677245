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
  let pace = paceFrom(now(), 0);
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
      pace = paceFrom(time, event.done);
      printed = live ? Number.NEGATIVE_INFINITY : time;
    }
    pace.mark(time, event.done);
    if (time - printed < (live ? 100 : 10_000) && event.done < event.total) return;
    if (!live && time - pace.began < 2_000) return;
    printed = time;
    const each = pace.each(time, event.done);
    const left = each === null ? "" : `, ${formatDuration((event.total - event.done) * each)} left`;
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

/** How fast things get done, of late: what was there already is done at once and says nothing of the rest. */
interface Pace {
  readonly began: number;
  mark(time: number, done: number): void;
  /** Seconds each, or null where too little is known. */
  each(time: number, done: number): number | null;
}

/** A pace is that of the last half minute, or of the last few that were done where these took longer. */
const window = { milliseconds: 30_000, done: 5 };

function paceFrom(began: number, doneAtStart: number): Pace {
  const marks = [{ time: began, done: doneAtStart }];
  return {
    began,
    mark: (time, done) => {
      if (time - (marks.at(-1)?.time ?? began) >= 1_000) marks.push({ time, done });
    },
    each: (time, done) => {
      if (time - began <= 2_000) return null;
      const recent = marks.findLastIndex(
        (mark) => time - mark.time >= window.milliseconds && done - mark.done >= window.done,
      );
      if (recent > 0) marks.splice(0, recent);
      // Before there is such a one: since the first second, in which all is done that costs nothing.
      const settled = marks.find((mark) => mark.time > began && done - mark.done >= window.done);
      const from = (recent > -1 ? marks[0] : settled) ?? marks[0];
      return from === undefined || done <= from.done ? null : (time - from.time) / 1000 / (done - from.done);
    },
  };
}
