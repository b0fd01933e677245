import { CredenceError } from "../core/error.ts";

/**
 * Checks of what a caller gives to a public function: each throws a `CredenceError` "usage" that names the argument, says what was given
 * and what was expected. They stand once, at the entry; what runs in a loop inside is not checked again.
 */
export function check(holds: boolean, name: string, given: unknown, expected: string): asserts holds {
  if (!holds) refuse(name, given, expected);
}

/** Any number but NaN and the infinities. */
export function checkFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) refuse(name, value, "a finite number");
}

/** Any number but NaN. */
export function checkNumber(name: string, value: number): void {
  if (typeof value !== "number" || Number.isNaN(value)) refuse(name, value, "a number");
}

/** A finite number above a bound. */
export function checkAbove(name: string, value: number, bound = 0): void {
  if (!(value > bound && value < Number.POSITIVE_INFINITY))
    refuse(name, value, `a finite number above ${bound}`);
}

/** A standard deviation, or another finite number of at least 0. */
export function checkSpread(name: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) refuse(name, value, "a finite number of at least 0");
}

/** A number from 0 to 1. */
export function checkProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) refuse(name, value, "a number from 0 to 1");
}

/** A number between 0 and 1, neither of which it is. */
export function checkInside(name: string, value: number): void {
  if (!(value > 0 && value < 1)) refuse(name, value, "a number between 0 and 1");
}

/** A whole number of at least so much. */
export function checkWhole(name: string, value: number, least = 0): void {
  if (!(Number.isInteger(value) && value >= least))
    refuse(name, value, `a whole number of at least ${least}`);
}

/** So many of so many: whole numbers, the first at most the second. */
export function checkCount(name: string, count: number, ofName: string, of: number): void {
  checkWhole(ofName, of);
  if (!(Number.isInteger(count) && count >= 0 && count <= of))
    refuse(name, count, `a whole number from 0 to ${ofName}, which is ${of}`);
}

/** A list with at least so many entries. */
export function checkSome(name: string, list: ArrayLike<unknown>, least = 1): void {
  if (list.length < least) refuse(`the length of ${name}`, list.length, `at least ${least}`);
}

/** Lists that go together, by name: the first says how long the others must be. */
export function checkSameLength(lists: Readonly<Record<string, ArrayLike<unknown>>>): void {
  const [first, ...others] = Object.entries(lists);
  if (first === undefined) return;
  const [firstName, { length }] = first;
  for (const [name, list] of others)
    if (list.length !== length)
      refuse(`the length of ${name}`, list.length, `${length}, that of ${firstName}`);
}

/** Every entry of a list. */
export function checkEach(
  name: string,
  list: ArrayLike<number>,
  holds: (value: number) => boolean,
  expected: string,
): void {
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (value === undefined || !holds(value)) refuse(`${name}[${i}]`, value, expected);
  }
}

/** Finite numbers. */
export function checkAllFinite(name: string, list: ArrayLike<number>): void {
  checkEach(name, list, Number.isFinite, "a finite number");
}

/** Probabilities. */
export function checkAllProbabilities(name: string, list: ArrayLike<number>): void {
  checkEach(name, list, (value) => value >= 0 && value <= 1, "a number from 0 to 1");
}

/** Whole numbers from 0, such as counts, or codes of clusters. */
export function checkAllWhole(name: string, list: ArrayLike<number>): void {
  checkEach(name, list, (value) => Number.isInteger(value) && value >= 0, "a whole number from 0");
}

/** 1 or 0. */
export function checkLabels(name: string, list: ArrayLike<number>): void {
  checkEach(name, list, (value) => value === 0 || value === 1, "0 or 1");
}

/** Scores, NaN where there is none, with the rows' labels. */
export function checkScored(scores: ArrayLike<number>, positive: ArrayLike<number>): void {
  checkSameLength({ scores, positive });
  checkEach("scores", scores, (value) => typeof value === "number", "a number, or NaN for no score");
  checkLabels("positive", positive);
}

/** Throws what every check throws: for a check whose words would be put together at every call. */
export function refuse(name: string, given: unknown, expected: string): never {
  const shown = typeof given === "string" ? JSON.stringify(given) : String(given);
  throw new CredenceError("usage", `${name} is ${shown}, expected ${expected}`);
}
