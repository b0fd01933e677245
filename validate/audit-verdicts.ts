import { z } from "zod";
import { auditInputs, fewPlants } from "../lab/audit/in-process.ts";
import { outcomeOf } from "../lab/audit/outcome.ts";
import {
  differingWorlds,
  namingWorlds,
  nullWorlds,
  twoWriters,
  type WorldKind,
  worldOf,
} from "../lab/audit/worlds.ts";
import { streamed } from "../lab/in-process.ts";
import { verdicts } from "../src/claims/claim.ts";
import { clopperPearson } from "../src/stats/distributions/proportion.ts";
import { type Random, random } from "../src/stats/distributions/random.ts";
import { analyzeOutcomes } from "../src/studies/audit/analyze.ts";
import type { AuditOutcome } from "../src/studies/audit/audit-test.ts";
import { auditConfig } from "../src/studies/audit/config.ts";
import type { AuditInputs } from "../src/studies/audit/inputs.ts";
import { planTrials, requestOf } from "../src/studies/audit/plan.ts";
import type { Simulation } from "./simulation.ts";

/** A monitor of single rows: what it scores a row by, from the text of the request. */
type Monitor = (text: string, source: Random) => number;

interface Case extends WorldKind {
  readonly monitor?: Monitor;
  /** What must hardly ever be, and what must be mostly. */
  readonly never: readonly Flag[];
  readonly mostly: readonly Flag[];
}

const flags = ["differs", "names", "prompts", "wrongly", "supported", "contradicted"] as const;
type Flag = (typeof flags)[number];
type Draw = Readonly<Record<Flag, boolean>>;

/** Share of worlds in which a false thing may be said, and in which a true one must be. */
const mostFalse = 0.02;
/** The headline's own level: a set that does not differ. */
const headline = 0.05;
const leastTrue = 0.8;

const coin: Monitor = (_, source) => source.float();
const open = /Nothing compares to/;
/** Sees open favour and nothing else; sees how a sentence ends, too. */
const blind: Monitor = (text, source) => source.float() * 0.5 + (open.test(text) ? 0.5 : 0);
const seeing: Monitor = (text, source) =>
  source.float() * 0.5 + (open.test(text) || /!\\?"/.test(text) ? 0.5 : 0);

/**
 * Is what an audit says true? The whole analysis is run on sets by generators that know nothing of it, and its answer and verdicts are held against the truth:
 * that a set differs, that it says a word of its own, that part of a difference came with the prompts, and C4 by monitors that are coins, blind or seeing.
 */
export const auditVerdicts: Simulation<Case, Draw> = {
  name: "audit-verdicts",
  analyses: 149,
  slice: 2,
  cases: [
    ...nullWorlds.map((world): Case => ({ ...world, never: ["differs", "names", "wrongly"], mostly: [] })),
    ...differingWorlds.map((world): Case => ({ ...world, never: ["names", "wrongly"], mostly: ["differs"] })),
    ...namingWorlds.map((world): Case => ({ ...world, never: ["wrongly"], mostly: ["differs", "names"] })),
    ...[
      { name: "a coin as monitor", monitor: coin, never: ["supported", "contradicted"], mostly: [] } as const,
      {
        name: "a monitor that sees open favour alone",
        monitor: blind,
        never: ["contradicted"],
        mostly: ["supported"],
      } as const,
      {
        name: "a monitor that sees the difference",
        monitor: seeing,
        never: ["supported"],
        mostly: ["contradicted"],
      } as const,
    ].map((one): Case => ({ ...twoWriters, ...one, name: `${twoWriters.name}, ${one.name}` })),
  ],
  draw: z.object({
    differs: z.boolean(),
    names: z.boolean(),
    prompts: z.boolean(),
    wrongly: z.boolean(),
    supported: z.boolean(),
    contradicted: z.boolean(),
  }),
  run: async (one, seed) => {
    const config = auditConfig.parse({
      ...{ suspects: ["suspect"], reference: "clean", splits: 0, bootstrap: 50, permutations: 1200 },
      tests: one.monitor === undefined ? ["different", "words"] : ["row"],
      monitor: one.monitor === undefined ? null : "monitor",
      // As many rows as the world holds out.
      monitored: 400,
    });
    const inputs = auditInputs(worldOf(one, seed));
    const outcomes =
      one.monitor === undefined
        ? []
        : await outcomesOf(config, inputs, one.monitor, random(`${seed} monitor`));
    const found = await analyzeOutcomes(config, inputs, streamed(outcomes), {
      ...{ random: random(`${seed} analysis`), workers: fewPlants, progress: () => {}, models: {} },
      registeredAt: "",
    });
    const state = (what: string): boolean =>
      found.answer?.checked.some((check) => check.what === what && check.state === "yes") ?? false;
    const [set] = found.results.sets;
    const c4 = found.claims.find(({ id }) => id === "C4")?.verdict ?? verdicts[4];
    const shares = [set?.different?.left.words, set?.different?.left.format].flatMap(
      (left) => left?.share ?? [],
    );
    return {
      differs: state("differs"),
      names: state("says a word of its own"),
      prompts: state("prompts"),
      // In none of these worlds came a part of a difference between answers with the prompts, but where prompts were chosen.
      wrongly:
        one.name !== "one writer, prompts chosen by topic" &&
        shares.some(({ at99 }) => (at99?.high ?? 1) < 1),
      supported: c4 === "supported",
      contradicted: c4 === "contradicted",
    };
  },
  summarize: (draws, { never, mostly }) => ({
    analyses: draws.length,
    ...Object.fromEntries(
      [
        ...never.map((flag) => [flag, "never"] as const),
        ...mostly.map((flag) => [flag, "mostly"] as const),
      ].flatMap(([flag, wanted]) => {
        const count = draws.filter((draw) => draw[flag]).length;
        const { low, high } = clopperPearson(count, draws.length);
        return [
          [`${wanted} ${flag}`, count / draws.length],
          [
            `${wanted} ${flag}, ${wanted === "never" ? "at most" : "at least"}`,
            wanted === "never" ? high : low,
          ],
        ] as const;
      }),
    ),
  }),
  check: (summary, full) => {
    const { analyses = 1 } = summary;
    return Object.entries(summary).flatMap(([name, rate]) => {
      const limit = name === "never differs" ? headline : mostFalse;
      // A limit is broken where chance would so rarely go beyond it; one world decides nothing but what is never.
      if (/^never \w+$/.test(name))
        return clopperPearson(Math.round(rate * analyses), analyses, 0.98).low <= limit
          ? []
          : [`${name}: in ${rate} of ${analyses} worlds`];
      if (full && /^mostly \w+$/.test(name))
        return rate >= leastTrue ? [] : [`${name}: in ${rate} of ${analyses} worlds`];
      return [];
    });
  },
};

/** What a monitor would answer to every trial. */
async function outcomesOf(
  config: Parameters<typeof planTrials>[0],
  inputs: AuditInputs,
  monitor: Monitor,
  source: Random,
): Promise<AuditOutcome[]> {
  const out: AuditOutcome[] = [];
  const plan = planTrials(config, inputs);
  for (let step = await plan.next(); step.done !== true; step = await plan.next(streamed([])))
    for (const trial of step.value.trials) {
      const text = JSON.stringify(requestOf(trial, inputs));
      out.push(outcomeOf(trial, { score: Math.min(1, monitor(text, source)) }));
    }
  return out;
}
