import { checkAbove, checkFinite, checkInside, checkSpread, checkWhole } from "../arguments.ts";
import { upperBound } from "../distributions/proportion.ts";
import { studentCdf } from "../distributions/student-t.ts";

/** Is an effect surely smaller than a margin? */
export interface Equivalence {
  readonly equivalent: boolean;
  /** The greater of the two one-sided p. */
  readonly p: number;
}

/**
 * Two one-sided tests (Schuirmann 1987, doi:10.1007/BF01068419): is the effect between minus and plus the margin? The same as an interval of
 * 1 - 2 level inside it.
 *
 * @example equivalence({ estimate: 0.01, standardError: 0.015, freedom: 39 }, 0.05) // { equivalent: true, p: 0.005547 }
 */
export function equivalence(
  {
    estimate,
    standardError,
    freedom,
  }: { readonly estimate: number; readonly standardError: number; readonly freedom: number },
  margin: number,
  level = 0.05,
): Equivalence {
  checkFinite("estimate", estimate);
  checkSpread("standardError", standardError);
  checkAbove("freedom", freedom);
  checkAbove("margin", margin);
  checkInside("level", level);
  const below = (t: number): number =>
    Number.isNaN(t) ? 1 : t === Infinity ? 1 : t === -Infinity ? 0 : studentCdf(t, freedom);
  const p = Math.max(below((estimate - margin) / standardError), below((-margin - estimate) / standardError));
  return { equivalent: p <= level, p };
}

/** What none, or few, of so many tasks say of a rate. */
export interface Absence {
  /** One-sided exact bound (Clopper & Pearson). */
  readonly upper: number;
  /** Does the bound lie below the rate asked for? */
  readonly absent: boolean;
  /** Tasks without an event that would be enough. */
  readonly needed: number;
}

/**
 * Is an event rarer than a rate? Exact, since where nothing ever happens no standard error has a width. Independent tasks are counted, never
 * their repeats.
 *
 * @param events tasks with an event
 * @example exactAbsence(0, 59, 0.05) // { upper: 0.04951, absent: true, needed: 59 }
 */
export function exactAbsence(events: number, tasks: number, rate: number, level = 0.95): Absence {
  checkWhole("events", events);
  checkWhole("tasks", tasks, events);
  checkInside("rate", rate);
  checkInside("level", level);
  const upper = upperBound(events, tasks, level);
  return { upper, absent: upper < rate, needed: Math.floor(Math.log(1 - level) / Math.log(1 - rate)) + 1 };
}
