import { z } from "zod";
import { byteModel, drive, testConfig, testInputs, testRow } from "../../lab/monitor/drive.ts";
import { isQuoted, squashed } from "../../lab/monitor/planted.ts";
import { type DrawnWorld, drawWorld, truthOf, type VerdictWorld } from "../../lab/monitor/verdict-worlds.ts";
import type { Verdict } from "../../src/claims/claim.ts";
import { noUsage } from "../../src/core/outcome.ts";
import type { Model } from "../../src/models/model.ts";
import { betaCdf } from "../../src/stats/distributions/beta.ts";
import { upperBound } from "../../src/stats/distributions/proportion.ts";
import type { MonitorRow } from "../../src/studies/monitor/row.ts";
import { holds } from "../coverage.ts";
import type { Simulation } from "../simulation.ts";

/** A world, and what a study may say of it. */
export interface VerdictCase extends VerdictWorld {
  /** What may be found, by claim, and of the answer; anything else that is decided is wrong. Null: nothing may. */
  readonly right: { readonly C1?: Decided; readonly C2?: Decided; readonly beats?: true } | null;
  /** Of these, what must be found in four of five. */
  readonly power?: "C1" | "C2";
  /** Is a probe trained too? */
  readonly probe?: true;
  /** Too little for an interval: none may be printed. */
  readonly without?: true;
}
type Decided = "supported" | "contradicted";

const interval = z.object({ held: z.boolean(), chance: z.boolean() }).nullable();
const drawn = z.object({
  C1: z.string(),
  C2: z.string(),
  beats: z.boolean(),
  /** Of fresh and of the difference: does the 95% interval hold the truth? Null where none is printed. */
  fresh: interval,
  difference: interval,
  /** Of bag of words: does its interval leave .5 out? */
  words: interval,
});
/** What one analysis came to. */
export type VerdictDraw = z.infer<typeof drawn>;

/** Whole analyses of the arms on which verdicts rest, so many of each case. */
export function verdictSimulation(
  about: Pick<Simulation<VerdictCase, VerdictDraw>, "name" | "analyses" | "slice" | "cases">,
): Simulation<VerdictCase, VerdictDraw> {
  return {
    ...about,
    draw: drawn,
    run: async (world, seed) => {
      const made = drawWorld(world, seed);
      const model = modelOf(made);
      const config = testConfig({
        arms: ["prefix", "fresh", ...(world.probe === true ? ["probe-end"] : []), "bow", "length"],
        ...{ score: "choose", bootstrap: 300, permutations: 0, author: "meta.author" },
      });
      const { analysis } = await drive(testInputs(rowsOf(made), config), config, model, seed);
      const { claims, answer, results } = analysis;
      const verdict = (wanted: string): Verdict | "" => claims.find(({ id }) => id === wanted)?.verdict ?? "";
      const truth = truthOf(world);
      const arm = (wanted: string) => results.arms.find(({ id }) => id === wanted)?.auroc ?? null;
      const against = (found: ReturnType<typeof arm>, value: number): z.infer<typeof interval> =>
        found === null ? null : { held: holds(found, value), chance: holds(found, 0.5) };
      const compared = results.comparisons.find(({ a, b }) => a === "prefix" && b === "fresh");
      return {
        ...{ C1: verdict("C1"), C2: verdict("C2") },
        beats: answer?.checked.some(({ what, state }) => what.includes("beats") && state === "yes") ?? false,
        fresh: against(arm("fresh"), truth.fresh),
        difference: against(compared?.auroc ?? null, truth.prefix - truth.fresh),
        words: against(arm("bow"), 0.5),
      };
    },
    summarize: (draws, { right, without, power, fault }) => {
      const share = (of: (draw: VerdictDraw) => boolean): number => draws.filter(of).length / draws.length;
      const decided = (verdict: string): boolean => verdict === "supported" || verdict === "contradicted";
      const wrong = draws.filter(
        ({ C1, C2, beats }) =>
          (decided(C1) && C1 !== right?.C1) ||
          (decided(C2) && C2 !== right?.C2) ||
          (beats && right?.beats !== true),
      ).length;
      const printed = draws.filter(({ fresh, difference }) => fresh !== null && difference !== null);
      const held = (of: (draw: VerdictDraw) => z.infer<typeof interval>): number =>
        printed.filter((draw) => of(draw)?.held === true).length / printed.length;
      return {
        analyses: draws.length,
        wrong: wrong / draws.length,
        // 95%, one-sided: Clopper and Pearson's.
        wrongAtMost: rounded(upperBound(wrong, draws.length)),
        ...(power === undefined ? {} : { right: share((draw) => draw[power] === right?.[power]) }),
        printed: printed.length / draws.length,
        ...(without === true ? { without: 1 } : { fresh: rounded(held((draw) => draw.fresh)) }),
        ...(without === true ? {} : { difference: rounded(held((draw) => draw.difference)) }),
        ...(fault === "labelInText" || fault === "word"
          ? {}
          : { wordsNotChance: share(({ words }) => words !== null && !words.chance) }),
      };
    },
    check: (summary, full) => {
      const { analyses = 0, wrong = 0, right = 1, printed = 0, without = 0, wordsNotChance = 0 } = summary;
      const problems: string[] = [];
      const above = (share: number, limit: number): boolean =>
        atLeast(Math.round(share * analyses), analyses, limit) < 0.01;
      const percent = (share: number): string => `${(100 * share).toFixed(1)}% of ${analyses}`;
      // The bound stands in the summary; the promise is broken where a test at .01 rejects it.
      if (above(wrong, 0.02)) problems.push(`wrong: ${percent(wrong)}`);
      if (full && right < 0.8) problems.push(`decided rightly: ${percent(right)}`);
      if (without === 1 ? printed > 0 : full && printed < 0.95) problems.push(`printed: ${percent(printed)}`);
      if (above(wordsNotChance, 0.05)) problems.push(`words told from chance: ${percent(wordsNotChance)}`);
      return problems;
    },
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

/** Binomial probability of at least k in n. */
export function atLeast(k: number, n: number, p: number): number {
  return k <= 0 ? 1 : betaCdf(p, k, n - k + 1);
}

/** A world's runs as a study reads them, written by one author, or by those that are named in turn. */
export function rowsOf({ runs }: DrawnWorld, authors: readonly string[] = ["bytes"]): MonitorRow[] {
  return runs.map(({ id, label, group, said: [asked = "", answered = ""] }, number) => {
    const author = authors[number % authors.length] ?? "";
    return testRow({
      run: {
        ...{ id, source: "world" },
        messages: [
          { role: "user", content: asked },
          { role: "assistant", content: answered },
        ],
        fields: { label, meta: { author, onPolicy: true } },
      },
      ...{ positive: label === "harm" ? 1 : 0, group, author, suite: null },
    });
  });
}

/** The monitor that knows a world's runs. */
export function modelOf(world: DrawnWorld): Model {
  const prompted = byteModel((bytes) => squashed(isQuoted(bytes) ? world.fresh(bytes) : world.prefix(bytes)));
  return {
    ...prompted,
    capabilities: {
      ...prompted.capabilities,
      hidden: async ({ prompt }) => ({
        ...{ ok: true, usage: noUsage },
        value: world.state(JSON.stringify(prompt)),
      }),
    },
  };
}
