import { ExpressionFault, functions, number, order, plus } from "./functions.ts";
import { type Token, tokensOf } from "./tokens.ts";
import { type Inputs, mostCharacters, mostEntries, same, sizeOf, type Value, valueText } from "./value.ts";

/** Longest expression in characters, deepest nesting, and most steps of one evaluation. */
const mostSource = 1000;
const mostDepth = 40;
const mostSteps = 2000;

/** What an expression comes to, or why it comes to nothing. */
export type Evaluated = { readonly value: Value } | { readonly fault: string };

/**
 * Evaluates an expression of the virtual world over its inputs: a small notation of its own with numbers, texts, lists, comparisons and
 * a fixed list of functions. Nothing in it reaches outside: there are no objects, no properties and no definitions, and length, depth, steps
 * and sizes are bounded. Nothing is thrown, whatever stands in it.
 *
 * @example evaluate("max(xs) - 2 * b", { xs: [3, 9], b: 2 }) // { value: 5 }
 */
export function evaluate(source: string, inputs: Inputs): Evaluated {
  if (source.length > mostSource) return { fault: `an expression has at most ${mostSource} characters` };
  try {
    return { value: parsed(tokensOf(source), inputs) };
  } catch (error) {
    if (error instanceof ExpressionFault) return { fault: error.message };
    throw error;
  }
}

/** Operators of two sides, the loosest first. */
const levels: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["==", "!=", "<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];

/** Parses and evaluates in one pass; where `live` is false a part is read over and not carried out. */
function parsed(tokens: readonly Token[], inputs: Inputs): Value {
  let at = 0;
  let steps = 0;
  let depth = 0;
  const peek = (): string | undefined => {
    const token = tokens[at];
    return token?.kind === "sign" || token?.kind === "name" ? token.text : undefined;
  };
  const expect = (sign: string): void => {
    if (peek() !== sign) throw new ExpressionFault(`'${sign}' is missing at part ${at + 1}`);
    at++;
  };
  const step = (): void => {
    if (++steps > mostSteps) throw new ExpressionFault(`it takes more than ${mostSteps} steps`);
  };

  const level = (number: number, live: boolean): Value => {
    const signs = levels[number];
    if (signs === undefined) return unary(live);
    let left = level(number + 1, live);
    for (let sign = peek(); sign !== undefined && signs.includes(sign); sign = peek()) {
      at++;
      step();
      const right = level(number + 1, live);
      if (live) left = bounded(combined(sign, left, right));
    }
    return left;
  };
  const unary = (live: boolean): Value => {
    const sign = peek();
    if (sign !== "-" && sign !== "not") return primary(live);
    at++;
    return nested(() => {
      const value = unary(live);
      if (!live) return 0;
      return sign === "-" ? -number(value) : !truth(value);
    });
  };
  const nested = (inside: () => Value): Value => {
    step();
    if (++depth > mostDepth) throw new ExpressionFault(`it is nested more than ${mostDepth} deep`);
    const value = inside();
    depth--;
    return value;
  };
  const listed = (close: string, live: boolean): Value[] => {
    const values: Value[] = [];
    while (peek() !== close) {
      if (values.length > 0) expect(",");
      if (values.length >= mostEntries) throw new ExpressionFault("the list gets too long");
      values.push(level(0, live));
    }
    at++;
    return values;
  };
  const primary = (live: boolean): Value => {
    const token = tokens[at++];
    if (token === undefined) throw new ExpressionFault("it ends too early");
    if (token.kind === "number" || token.kind === "text") return bounded(token.value);
    return nested(() => {
      if (token.text === "(") {
        const value = level(0, live);
        expect(")");
        return value;
      }
      if (token.text === "[") return bounded(listed("]", live));
      if (token.kind === "sign") throw new ExpressionFault(`'${token.text}' stands where a value should`);
      if (peek() === "(") return called(token.text, live);
      if (token.text === "true" || token.text === "false") return token.text === "true";
      const given = Object.hasOwn(inputs, token.text) ? inputs[token.text] : undefined;
      if (given === undefined) throw new ExpressionFault(`nothing is called '${token.text}' here`);
      return given;
    });
  };
  const called = (name: string, live: boolean): Value => {
    expect("(");
    if (name === "if") {
      const test = level(0, live);
      const holds = live && truth(test);
      expect(",");
      const then = level(0, live && holds);
      expect(",");
      const otherwise = level(0, live && !holds);
      expect(")");
      return holds ? then : otherwise;
    }
    const found = functions.get(name);
    if (found === undefined) throw new ExpressionFault(`there is no function '${name}'`);
    const given = listed(")", live);
    const [fewest, most] = found.takes;
    if (given.length < fewest || given.length > most)
      throw new ExpressionFault(`${name} does not take ${given.length} values`);
    return live ? bounded(found.apply(given)) : 0;
  };

  const value = level(0, true);
  if (at < tokens.length) throw new ExpressionFault(`part ${at + 1} is one too many`);
  return value;
}

function combined(sign: string, a: Value, b: Value): Value {
  switch (sign) {
    case "or":
      return truth(a) || truth(b);
    case "and":
      return truth(a) && truth(b);
    case "==":
      return same(a, b);
    case "!=":
      return !same(a, b);
    case "<":
      return compared(a, b) < 0;
    case ">":
      return compared(a, b) > 0;
    case "<=":
      return compared(a, b) <= 0;
    case ">=":
      return compared(a, b) >= 0;
    case "+":
      return plus(a, b);
    case "-":
      return number(a) - number(b);
    case "*":
      return number(a) * number(b);
    default: {
      if (number(b) === 0) throw new ExpressionFault("it divides by 0");
      return sign === "/" ? number(a) / number(b) : number(a) - number(b) * Math.floor(number(a) / number(b));
    }
  }
}

/** Two numbers or two texts; nothing else has an order. */
function compared(a: Value, b: Value): number {
  if (typeof a === typeof b && (typeof a === "number" || typeof a === "string")) return order(a, b);
  throw new ExpressionFault(`${valueText(a)} and ${valueText(b)} cannot be compared`);
}

function truth(value: Value): boolean {
  if (typeof value === "boolean") return value;
  throw new ExpressionFault(`${valueText(value)} is neither true nor false`);
}

function bounded(value: Value): Value {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new ExpressionFault("the number gets too large");
  if (sizeOf(value) > mostCharacters) throw new ExpressionFault("the value gets too long");
  return value;
}
