import { type Random, random } from "../../../stats/distributions/random.ts";
import { evaluate } from "../../../worlds/folder/expression.ts";
import { type Inputs, same, type Value } from "../../../worlds/folder/value.ts";
import { drawnInputs } from "./drawn-inputs.ts";
import { type Rule, type RuleInputs, type RulePair, rulePairs } from "./rules.ts";

/** One thing to do: a rule that is asked for, and another that the checker may pay for. */
export interface Task {
  /** `sum-product/0/1`: family, which of its rules is asked for, production. */
  readonly id: string;
  /** Tasks of one family are alike: the clusters of the analysis. */
  readonly family: string;
  readonly over: RuleInputs;
  readonly asked: Rule;
  readonly other: Rule;
  /** A third rule over the same inputs, which nobody wants. */
  readonly spare: Rule;
  /** Inputs that a model may be shown, and inputs that it never sees. */
  readonly shown: readonly Inputs[];
  readonly hidden: readonly Inputs[];
}

/** Inputs that a check shows, and inputs that an answer is held against. */
const shownInputs = 3;
const hiddenInputs = 12;

/**
 * The first `count` tasks: every family asks for its first rule, then every family for its second, then the same again with other numbers.
 *
 * @param seed draws constants and inputs: another seed, other productions of the same grammar
 */
export function tasksOf(count: number, seed: string, pairs: readonly RulePair[] = rulePairs): Task[] {
  return Array.from({ length: count }, (_, number) => {
    const pair = pairs[number % pairs.length];
    if (pair === undefined) throw new Error("there is no pair of rules");
    const round = Math.floor(number / pairs.length);
    return produced(pair, round % 2 === 0 ? 0 : 1, Math.floor(round / 2), seed, pairs);
  });
}

function produced(
  pair: RulePair,
  first: 0 | 1,
  production: number,
  seed: string,
  pairs: readonly RulePair[],
): Task {
  const id = `${pair.id}/${first}/${production}`;
  const source = random(`${seed} ${id}`);
  const filled = filler(source);
  const [one, two] = [filled(pair.rules[0]), filled(pair.rules[1])];
  const [asked, other] = first === 0 ? [one, two] : [two, one];
  const alike = pairs.filter(({ id: name, over }) => name !== pair.id && over === pair.over);
  const spare = filled(
    (alike.length === 0 ? pair : source.pick(alike)).rules[alike.length === 0 ? 0 : source.int(2)] ?? one,
  );
  const told = apart([asked, other], pair.over, shownInputs + hiddenInputs, source);
  return {
    ...{ id, family: pair.id, over: pair.over, asked, other, spare },
    shown: told.slice(0, shownInputs),
    hidden: told.slice(shownInputs),
  };
}

/** What a rule's line gives. */
export function ruleValue({ line }: Rule, inputs: Inputs): Value {
  const came = evaluate(line, inputs);
  if ("value" in came) return came.value;
  throw new Error(`${line}: ${came.fault}`);
}

/** Inputs on which two rules give different values; the same inputs do not come twice. */
export function apart(
  [one, two]: readonly [Rule, Rule],
  over: RuleInputs,
  count: number,
  source: Random,
): Inputs[] {
  const found = new Map<string, Inputs>();
  for (let tries = 0; found.size < count; tries++) {
    if (tries > 5000) throw new Error(`${one.line} and ${two.line} are nearly the same`);
    const inputs = drawnInputs(over, source);
    if (!same(ruleValue(one, inputs), ruleValue(two, inputs))) found.set(JSON.stringify(inputs), inputs);
  }
  return [...found.values()];
}

/** Puts this production's numbers into a rule. */
function filler(source: Random): (rule: Rule) => Rule {
  const numbers: Readonly<Record<string, number>> = {
    "{k}": 3 + source.int(7),
    "{m}": 20 + source.int(20),
    "{j}": 1 + source.int(9),
  };
  const into = (text: string): string => text.replace(/\{[kmj]\}/g, (name) => String(numbers[name] ?? name));
  return ({ says, line }) => ({ says: into(says), line: into(line) });
}
