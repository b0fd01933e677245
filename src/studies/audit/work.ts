import type { Json } from "../../core/json.ts";
import type { Measured } from "../../core/outcome.ts";
import type { AnalyzeContext, Outcomes } from "../../study/study.ts";
import type { AuditOutcome, AuditTest, AuditTrial, Begun, Work } from "./audit-test.ts";
import type { SetPair } from "./features.ts";
import type { AuditInputs } from "./inputs.ts";
import type { AuditConfig } from "./settings.ts";

/** Begins every test that can be run and gives all of them the outcomes, in one pass. */
export async function begunTests<Test extends AuditTest>(
  tests: readonly Test[],
  config: AuditConfig,
  inputs: AuditInputs,
  context: AnalyzeContext,
  outcomes: Outcomes<AuditTrial, Json>,
): Promise<ReadonlyMap<Test, Begun>> {
  const takers = new Map<string, ((outcome: AuditOutcome) => void)[]>();
  const begun = new Map<Test, Begun>();
  const work: Work = {
    ...{ config, inputs, context },
    listen: ({ word, trial, value }, take) => {
      const parsed = ({ trial: asked, result }: AuditOutcome): void =>
        take(
          trial.parse(asked),
          "missing" in result ? result : ({ value: value.parse(result.value) } satisfies Measured<Json>),
        );
      takers.set(word, [...(takers.get(word) ?? []), parsed]);
    },
    begun: () => [...begun.values()],
  };
  for (const test of tests) if (test.lacks(config, inputs) === null) begun.set(test, test.begin(work));
  if (takers.size > 0)
    for await (const outcome of outcomes)
      for (const take of takers.get(outcome.trial.test) ?? []) take(outcome);
  return begun;
}

/** What is made once an analysis, for the first that asks and all others. */
export function once<Value>(make: (work: Work) => Value): (work: Work) => Value {
  const made = new WeakMap<Work, { readonly value: Value }>();
  return (work) => {
    const known = made.get(work) ?? { value: make(work) };
    made.set(work, known);
    return known.value;
  };
}

/** Is a test to be run: was it asked for, or one that rests on it? */
export function isAsked({ id, alsoFor = [] }: AuditTest, { tests }: AuditConfig): boolean {
  return [id, ...alsoFor].some((name) => tests.includes(name));
}

/** What a test lacks that compares rows with clean ones. */
export function withoutReference(_config: AuditConfig, { reference }: AuditInputs): string | null {
  return reference === null ? "no reference was given: --reference" : null;
}

/** A suspect set beside the clean one. */
export function pairOf({ suspects, reference }: AuditInputs, set: number): SetPair {
  const suspect = suspects[set];
  if (suspect === undefined || reference === null) throw new Error("there is no clean set, or no such set");
  return { suspect, reference };
}

/** What is made once for each of some things that are numbered, suspect sets for one. */
export function bySet<Value>(make: (number: number) => Value): (number: number) => Value {
  const made = new Map<number, { readonly value: Value }>();
  return (number) => {
    const known = made.get(number) ?? { value: make(number) };
    made.set(number, known);
    return known.value;
  };
}
