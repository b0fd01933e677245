import type { Json } from "../../core/json.ts";
import type { TuningSet } from "../../data/tuning-set.ts";
import type { Analysis, AnalyzeContext, Outcomes } from "../../study/study.ts";
import { answerOf } from "./answer/index.ts";
import type { AuditTest, AuditTrial, Begun } from "./audit-test.ts";
import { resolveClaims } from "./claims.ts";
import type { FalseAlarms } from "./false-alarms.ts";
import { sharedPrompts } from "./features.ts";
import type { AuditInputs } from "./inputs.ts";
import { withShuffles } from "./registered.ts";
import { type AuditResults, auditResults, type ReadSet } from "./results.ts";
import type { AuditConfig } from "./settings.ts";
import { auditTests } from "./tests.ts";
import { begunTests, isAsked } from "./work.ts";

const tests: readonly AuditTest[] = auditTests;

/** Outcomes and rows to results: one pass over the outcomes, then set by set, then what is about all sets. */
export async function analyzeOutcomes(
  given: AuditConfig,
  inputs: AuditInputs,
  outcomes: Outcomes<AuditTrial, Json>,
  context: AnalyzeContext,
): Promise<Analysis<AuditResults>> {
  const config = withShuffles(given);
  const begun = await begunTests(tests, config, inputs, context, outcomes);
  const run = (test: AuditTest): Begun | undefined => (isAsked(test, config) ? begun.get(test) : undefined);
  const steps = stepsOf(tests.length * (inputs.suspects.length + 2), context);
  const foundBy = async (per: AuditTest["per"], set: number, name: string): Promise<Found> => {
    const found: Found = {};
    for (const test of tests) {
      if (test.per === per)
        found[test.id] =
          (await run(test)?.found(set, steps(name === "" ? test.id : `${test.id}: ${name}`))) ?? null;
    }
    return found;
  };
  const sets: Found[] = [];
  for (const [i, { name }] of inputs.suspects.entries())
    sets.push({ set: name, ...(await foundBy("set", i, name)) });
  const ofRun = await foundBy("run", 0, "");
  const alarms: FalseAlarms[] = [];
  for (const test of tests)
    alarms.push(...((await run(test)?.alarms?.(steps(`${test.id}: clean against clean`))) ?? []));
  const { suspects, reference, notes } = inputs;
  const results = auditResults.parse({
    version: 2,
    about: {
      suspects: suspects.map((set) => readSetOf(set, reference)),
      reference: reference === null ? null : readSetOf(reference, null),
      ...{ notes, level: config.level },
      notRun: tests.flatMap((test) => {
        const reason = config.tests.includes(test.id) ? test.lacks(config, inputs) : null;
        return reason === null ? [] : [{ test: test.id, reason }];
      }),
    },
    sets,
    ...ofRun,
    falseAlarms: alarms,
  });
  return {
    answer: answerOf(results),
    claims: resolveClaims(results),
    gates: [],
    warnings: warningsOf(results),
    results,
    cost: {},
  };
}

/** By a test's name. */
type Found = Record<string, unknown>;

/** Shares progress among the steps of an analysis, each a test on a set. */
function stepsOf(
  count: number,
  { progress }: Pick<AnalyzeContext, "progress">,
): (doing: string) => (fraction: number) => void {
  let begun = 0;
  return (doing) => {
    const before = begun++;
    progress(before / count, doing);
    return (fraction) => progress((before + fraction) / count, doing);
  };
}

function readSetOf({ name, sha256, counts, rows }: TuningSet, reference: TuningSet | null): ReadSet {
  const shared = sharedPrompts(rows, reference?.rows ?? rows).size;
  return { name, sha256, counts, used: rows.length, shared };
}

function warningsOf({ about, sets }: AuditResults): string[] {
  const named: readonly Found[] = sets;
  const unpaired = about.reference === null ? [] : about.suspects.filter(({ shared }) => shared === 0);
  return [
    ...tests.flatMap(({ id, warnings }) => {
      const found = sets.flatMap(({ set }, i) => {
        const one = named[i]?.[id] ?? null;
        return one === null ? [] : [{ set, found: one }];
      });
      return warnings?.(found) ?? [];
    }),
    ...unpaired.map(
      ({ name }) =>
        `${name} has no prompt in common with the reference. Lost with that: the words paired by prompt, the curves on shared prompts, and any way to tell how the answers differ from how the prompts were chosen. What is left compares all rows.`,
    ),
  ];
}
