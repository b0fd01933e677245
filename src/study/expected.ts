import { charactersPerToken, guessedTokens } from "../asking/characters.ts";
import { prefixMeter } from "../asking/prefix-meter.ts";
import { countTokens, type Request, sizeOf } from "../asking/request.ts";
import type { Model } from "../models/model.ts";
import type { ArmEstimate, Expected, Foreseen, Range, TrialShape } from "./study.ts";

/** What an arm comes to, summed over its trials. */
interface Sum {
  readonly arm: string;
  readonly role: string | null;
  calls: [number, number];
  output: [number, number];
  /** Characters, and those of them that an earlier call has too; of what is surely asked, and of all. */
  characters: [number, number];
  shared: [number, number];
  /** By the model's own count; null where it has none. */
  counted: Readonly<Record<"input" | "evaluated" | "reused", [number, number]>> | null;
}

/**
 * What a plan will take, from what its trials will ask. Repeated draws of one question find it in the cache at best.
 *
 * @param model gives the opened model of a role, where it is at hand: then input tokens are counted and not guessed
 */
export async function expected<Trial extends TrialShape>(
  foreseen: Foreseen<Trial>,
  request: (trial: Trial) => Request | null,
  model: (role: string) => Model | null = () => null,
): Promise<Expected> {
  const sums = new Map<string, Sum>();
  const meter = prefixMeter();
  for (const { trial, times: [least, most] = [1, 1], prefix, family, output } of foreseen.trials) {
    const { arm, role } = trial;
    const sum = sums.get(`${role} ${arm}`) ?? emptySum(arm, role, role === null ? null : model(role));
    sums.set(`${role} ${arm}`, sum);
    add(sum.calls, [least, most]);
    const asked = request(trial);
    if (asked === null) continue;
    const { texts, output: said } = sizeOf(asked);
    add(sum.output, output ?? [said[0] * least, said[1] * most]);
    let characters = 0;
    let shared = 0;
    for (const text of texts) {
      const own = `${role} ${arm}`;
      characters += text.length;
      shared += meter({ text, prefix: prefix ?? own, family: family ?? own }).shared;
    }
    add(sum.characters, [characters * least, characters * most]);
    // Another draw of the same question finds all of it.
    add(sum.shared, [Math.min(least, 1) * shared, shared + characters * (most - 1)]);
    await count(sum, asked, [least, most], characters === 0 ? 0 : shared / characters, role, model);
  }
  const arms = together([...foreseen.bounds, ...[...sums.values()].map(armOf)]);
  return { arms, notes: [...countNotes(arms), ...foreseen.notes] };
}

function countNotes(arms: readonly ArmEstimate[]): string[] {
  if (arms.length === 0) return [];
  const { least, most } = charactersPerToken;
  return [
    arms.every(({ counted }) => counted === true)
      ? "Tokens are counted by the model itself, without a call."
      : `Tokens are estimated from characters, ${least} to ${most} a token.`,
  ];
}

/** One line an arm: what is bounded and what is summed of it together. */
function together(lines: readonly ArmEstimate[]): readonly ArmEstimate[] {
  const arms = new Map<string, ArmEstimate>();
  for (const line of lines) {
    const name = `${line.role} ${line.arm}`;
    const known = arms.get(name);
    arms.set(name, known === undefined ? line : sumOf(known, line));
  }
  return [...arms.values()];
}

function sumOf(a: ArmEstimate, b: ArmEstimate): ArmEstimate {
  const sum = (x: Range, y: Range): Range => [x[0] + y[0], x[1] + y[1]];
  const fresh = ({ uncachedTokens, inputTokens, cachedTokens }: ArmEstimate): Range =>
    uncachedTokens ?? [Math.max(0, inputTokens[0] - cachedTokens[1]), inputTokens[1] - cachedTokens[0]];
  return {
    ...{ arm: a.arm, role: a.role, calls: sum(a.calls, b.calls) },
    inputTokens: sum(a.inputTokens, b.inputTokens),
    cachedTokens: sum(a.cachedTokens, b.cachedTokens),
    uncachedTokens: sum(fresh(a), fresh(b)),
    outputTokens: sum(a.outputTokens, b.outputTokens),
  };
}

async function count(
  sum: Sum,
  asked: Request,
  [least, most]: Range,
  share: number,
  role: string | null,
  model: (role: string) => Model | null,
): Promise<void> {
  if (sum.counted === null) return;
  const opened = role === null ? null : model(role);
  const counted = opened === null ? null : await countTokens(opened, asked);
  if (counted === null) {
    sum.counted = null;
    return;
  }
  // A list of turns says itself what its neighbours share; between single prompts it is as many tokens as characters, in proportion.
  const whole = counted.evaluated + counted.reused;
  const fresh = "turns" in asked ? counted.evaluated : whole - Math.round(whole * share);
  const [once, again] = [Math.min(least, 1), Math.max(0, most - 1)];
  add(sum.counted.input, [least * whole, most * whole]);
  add(sum.counted.evaluated, [once * fresh, most === 0 ? 0 : fresh + again * whole]);
  add(sum.counted.reused, [once * (whole - fresh), most === 0 ? 0 : whole - fresh + again * whole]);
}

function armOf({ arm, role, calls, output, characters, shared, counted }: Sum): ArmEstimate {
  const base = { arm, role, calls, outputTokens: output };
  if (counted !== null) {
    const { input, evaluated, reused } = counted;
    return { ...base, inputTokens: input, cachedTokens: reused, uncachedTokens: evaluated, counted: true };
  }
  return {
    ...base,
    inputTokens: guessedTokens(characters[0], characters[1]),
    cachedTokens: guessedTokens(shared[0], shared[1]),
    uncachedTokens: guessedTokens(characters[0] - shared[0], characters[1] - shared[0]),
  };
}

function emptySum(arm: string, role: string | null, model: Model | null): Sum {
  const zero = (): [number, number] => [0, 0];
  return {
    ...{ arm, role, calls: zero(), output: zero(), characters: zero(), shared: zero() },
    counted: model === null ? null : { input: zero(), evaluated: zero(), reused: zero() },
  };
}

function add(to: [number, number], more: Range): void {
  to[0] += more[0];
  to[1] += more[1];
}
