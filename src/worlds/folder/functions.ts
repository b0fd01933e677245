import { mostCharacters, mostEntries, same, type Value, valueText } from "./value.ts";

/** An expression that cannot be read or carried out; the message is for whoever wrote it. */
export class ExpressionFault extends Error {}

/** A function of the notation. */
interface Named {
  readonly name: string;
  /** [fewest, most] arguments. */
  readonly takes: readonly [number, number];
  readonly apply: (given: readonly Value[]) => Value;
}

/** All functions; `if` is one of the parser's own, because it leaves one branch alone. */
const declared: readonly Named[] = [
  { name: "sum", takes: [1, 1], apply: ([xs]) => numbers(xs).reduce((a, b) => a + b, 0) },
  { name: "mean", takes: [1, 1], apply: ([xs]) => meanOf(numbers(xs)) },
  { name: "median", takes: [1, 1], apply: ([xs]) => medianOf(numbers(xs)) },
  { name: "max", takes: [1, 20], apply: (given) => Math.max(...spread(given)) },
  { name: "min", takes: [1, 20], apply: (given) => Math.min(...spread(given)) },
  { name: "abs", takes: [1, 1], apply: ([x]) => Math.abs(number(x)) },
  { name: "floor", takes: [1, 1], apply: ([x]) => Math.floor(number(x)) },
  { name: "round", takes: [1, 1], apply: ([x]) => Math.round(number(x)) },
  { name: "length", takes: [1, 1], apply: ([x]) => sequence(x).length },
  { name: "first", takes: [1, 1], apply: ([x]) => entry(x, 0) },
  { name: "last", takes: [1, 1], apply: ([x]) => entry(x, sequence(x).length - 1) },
  { name: "take", takes: [2, 2], apply: ([x, n]) => sequence(x).slice(0, count(n)) },
  { name: "drop", takes: [2, 2], apply: ([x, n]) => sequence(x).slice(count(n)) },
  {
    name: "reverse",
    takes: [1, 1],
    apply: ([x]) => (typeof x === "string" ? [...x].reverse().join("") : [...list(x)].reverse()),
  },
  { name: "sort", takes: [1, 1], apply: ([xs]) => [...list(xs)].sort(order) },
  {
    name: "unique",
    takes: [1, 1],
    apply: ([xs]) => list(xs).filter((one, i, all) => all.findIndex((other) => same(one, other)) === i),
  },
  {
    name: "count",
    takes: [2, 2],
    apply: ([x, wanted]) =>
      (typeof x === "string" ? [...x] : list(x)).filter((one) => same(one, wanted ?? "")).length,
  },
  { name: "upper", takes: [1, 1], apply: ([s]) => text(s).toUpperCase() },
  { name: "lower", takes: [1, 1], apply: ([s]) => text(s).toLowerCase() },
  {
    name: "words",
    takes: [1, 1],
    apply: ([s]) =>
      text(s)
        .split(" ")
        .filter((word) => word !== ""),
  },
  { name: "join", takes: [2, 2], apply: ([xs, by]) => list(xs).map(plain).join(text(by)) },
  {
    name: "replace",
    takes: [3, 3],
    apply: ([s, from, to]) => {
      if (text(from) === "") throw new ExpressionFault("replace needs something to look for");
      return text(s).split(text(from)).join(text(to));
    },
  },
  {
    name: "repeat",
    takes: [2, 2],
    apply: ([s, n]) => {
      if (text(s).length * count(n) > mostCharacters) throw new ExpressionFault("the text gets too long");
      return text(s).repeat(count(n));
    },
  },
];

/** Functions by name. */
export const functions: ReadonlyMap<string, Named> = new Map(declared.map((one) => [one.name, one]));

/** `a + b`: numbers add up, lists and texts are put one behind the other. */
export function plus(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (typeof a === "object" && typeof b === "object") return [...a, ...b];
  if (typeof a === "string" || typeof b === "string") return plain(a) + plain(b);
  throw new ExpressionFault(`${valueText(a)} and ${valueText(b)} cannot be added`);
}

/** Which of two comes first: numbers by size, the rest as text. */
export function order(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [x, y] = [plain(a), plain(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** @throws ExpressionFault where it is none */
export function number(value: Value | undefined): number {
  if (typeof value === "number") return value;
  throw new ExpressionFault(`${valueText(value ?? "")} is not a number`);
}

function text(value: Value | undefined): string {
  if (typeof value === "string") return value;
  throw new ExpressionFault(`${valueText(value ?? "")} is not a text`);
}

function list(value: Value | undefined): readonly Value[] {
  if (typeof value === "object") return value;
  throw new ExpressionFault(`${valueText(value ?? "")} is not a list`);
}

function sequence(value: Value | undefined): string | readonly Value[] {
  return typeof value === "string" ? value : list(value);
}

function entry(value: Value | undefined, at: number): Value {
  const found = sequence(value)[at];
  if (found === undefined) throw new ExpressionFault("there is no entry");
  return found;
}

function count(value: Value | undefined): number {
  const n = number(value);
  if (Number.isInteger(n) && n >= 0 && n <= mostEntries) return n;
  throw new ExpressionFault(`${n} is not a whole number from 0 to ${mostEntries}`);
}

function numbers(value: Value | undefined): number[] {
  return list(value).map(number);
}

function spread(given: readonly Value[]): number[] {
  const all = given.length === 1 && typeof given[0] === "object" ? numbers(given[0]) : given.map(number);
  if (all.length === 0) throw new ExpressionFault("there is no entry");
  return all;
}

function meanOf(xs: readonly number[]): number {
  if (xs.length === 0) throw new ExpressionFault("there is no entry");
  return xs.reduce((a, b) => a + b, 0) / xs.length;
}

function medianOf(xs: readonly number[]): number {
  const sorted = xs.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return meanOf(middle);
}

function plain(value: Value): string {
  return typeof value === "object" ? valueText(value) : String(value);
}
