import { z } from "zod";
import { normalQuantile } from "../../../../stats/distributions/normal.ts";
import { clopperPearson } from "../../../../stats/distributions/proportion.ts";
import { quantile } from "../../../../stats/distributions/quantile.ts";
import { random as seeded } from "../../../../stats/distributions/random.ts";
import {
  type MixturePower,
  type MixtureRows,
  type MixtureSettings,
  mixturePower,
  scoreMixturePower,
} from "../../../../stats/resampling/mixture-power.ts";
import { flipped, signedTerms, zOf } from "../../../../stats/text/sign-flip-words.ts";
import type { AnalyzeContext } from "../../../../study/study.ts";
import { type Task, taskAddress } from "../../../../study/workers.ts";
import type { AuditConfig } from "../../config.ts";
import { type SetPair, tableOf } from "../../features.ts";
import type { FrameId } from "../investigator/frames.ts";
import type { InvestigatedSet } from "../investigator/result.ts";
import { panelLadder } from "../panel/alarms.ts";
import type { ScorerEnd } from "../panel/result.ts";
import type { RowScores } from "../row/row-test.ts";
import { leastDiscordant, pairedTerms, pairsOf } from "../words/words.ts";

/** Schema of how a test fares where only a share of the rows is suspect. */
const rung = z.object({
  share: z.number(),
  power: z.number(),
  low: z.number(),
  high: z.number(),
  /** Rows of either side for a power of .8, from the mean z at this size; null where there is nothing to go by. */
  rows: z.number().nullable(),
});
type Rung = z.infer<typeof rung>;

/** Schema of one test's ladder. */
const ladderMethod = z.object({
  method: z.enum(["different", "differentShared", "words", "row", "panel", "investigator"]),
  about: z.string(),
  /** Rows of either side in each mixture; pairs where they are compared. */
  size: z.int(),
  rungs: z.array(rung),
  /** The same test on mixtures without any suspect row: its rate of false alarms. */
  none: rung,
  /** Share at which power is one half, between two rungs by the logarithm of the share; null where it stays above or below. */
  half: z.number().nullable(),
  /** Where `half` is null: is power above one half on every rung? */
  always: z.boolean(),
});
export type LadderMethod = z.infer<typeof ladderMethod>;

/** Schema of the subtlety ladder of a set. */
export const ladder = z.object({ methods: z.array(ladderMethod) });
export type Ladder = z.infer<typeof ladder>;

const mix: Task<MixtureRows & MixtureSettings, MixturePower[]> = {
  run: mixturePower,
  module: taskAddress(import.meta.url, "../../../../stats/resampling/mixture-power"),
  parse: (raw) =>
    z.array(z.object({ share: z.number(), found: z.number(), worlds: z.number(), z: z.number() })).parse(raw),
};

/** Pairs from which mixtures of shared prompts are drawn. */
const enoughShared = 200;
const power = 0.8;

/** What of the other tests the ladder rests on; null where one was not run. */
interface Measured {
  readonly monitored: RowScores | null;
  readonly panel: ScorerEnd | null;
  readonly investigated: InvestigatedSet | null;
}

/** Power of each test by share of suspect rows. */
export async function ladderOf(
  pair: SetPair,
  { monitored, panel, investigated }: Measured,
  config: AuditConfig,
  { random, workers }: Pick<AnalyzeContext, "random" | "workers">,
): Promise<Ladder> {
  const seed = String(random.fork(`ladder ${pair.suspect.name}`).int(2 ** 48));
  const shares = [0, ...[...config.shares].sort((a, b) => b - a)];
  const { worlds, level } = config;
  const twins = twinMixture(pair);
  const all = freeMixture(pair, seed);
  const mixed = (rows: MixtureRows): Promise<MixturePower[]> =>
    workers.run(mix, { ...rows, shares, worlds, level, seed });
  const [different, shared, words] = await Promise.all([
    mixed(all),
    twins === null ? null : mixed(twins),
    wordLadder(pair, shares, config, seed),
  ]);
  const half = ({ control }: MixtureRows): number => Math.floor(control.length / 2);
  const row =
    monitored === null || monitored.clean.length < 20 || monitored.suspect.length < 10
      ? null
      : scoreMixturePower(monitored.suspect, monitored.clean, { shares, worlds, level, seed });
  const named = panel === null ? null : panelLadder(panel, pair.reference, { shares, worlds, level, seed });
  const tries = investigated === null ? null : triesByShare(investigated);
  return {
    methods: [
      methodOf(
        "different",
        "classifier on answer words, one side clean and one mixed, choice of prompts included; z on held rows",
        half(all),
        different,
        config,
      ),
      ...(shared === null || twins === null
        ? []
        : [
            methodOf(
              "differentShared",
              "the same on prompts of both sets only, so that the choice of prompts gives nothing away",
              half(twins),
              shared,
              config,
            ),
          ]),
      ...(words === null
        ? []
        : [
            methodOf(
              "words",
              "any word beyond the family-wise threshold; in a pair without a suspect answer the sides are swapped at random",
              words.pairs,
              words.rungs,
              config,
            ),
          ]),
      ...(row === null
        ? []
        : [
            methodOf(
              "row",
              "mean of the per-row monitor's scores, one side clean and one mixed",
              Math.floor((monitored?.clean.length ?? 0) / 2),
              row,
              config,
            ),
          ]),
      ...(named === null
        ? []
        : [
            methodOf(
              "panel",
              "the candidate that the whole set leans to is first, beyond what sets without their true prompt reach",
              named.size,
              named.rungs,
              config,
            ),
          ]),
      ...(tries === null
        ? []
        : [
            methodOf(
              "investigator",
              "a try of the investigator gives the sealed answer, one without a readable reply counted as not; without suspect rows: clean ones under the same accusation",
              config.shown,
              tries,
              config,
            ),
          ]),
    ],
  };
}

/** Tries in the place of mixtures, share 0 first: clean rows under the accusation. Null where no mixture was shown, or nothing is sealed. */
function triesByShare({ frames, mixtures }: InvestigatedSet): MixturePower[] | null {
  const shownAlone = (share: number, id: FrameId) => ({ share, ...frames.find(({ frame }) => frame === id) });
  const shown = [shownAlone(1, "suspect"), ...mixtures].sort((a, b) => b.share - a.share);
  const rungs = [shownAlone(0, "accused"), ...shown].flatMap(({ share, tries = 0, exact = null }) =>
    exact === null || tries === 0 ? [] : [{ share, found: exact, worlds: tries, z: Number.NaN }],
  );
  return mixtures.length === 0 || rungs.length < shown.length + 1 ? null : rungs;
}

/** Each clean row may give way to the suspect answer to the same prompt; null where too few prompts are shared. */
function twinMixture({ suspect, reference }: SetPair): MixtureRows | null {
  const { pairs } = pairsOf(suspect.rows, reference.rows, true);
  if (pairs.length < enoughShared) return null;
  const { rows, train, of } = tableOf("wordsShared", suspect.rows, reference.rows);
  const numbers = new Map(of.map((row, i) => [row, i]));
  return {
    ...{ rows, train },
    control: Int32Array.from(pairs, ({ clean }) => numbers.get(clean) ?? 0),
    treated: Int32Array.from(pairs, (one) => numbers.get(one.suspect) ?? 0),
  };
}

/** Each clean row may give way to any suspect row that teaches, or is held, as it does itself. */
function freeMixture({ suspect, reference }: SetPair, seed: string): MixtureRows {
  const { rows, train, positive } = tableOf("words", suspect.rows, reference.rows);
  const numbers = seeded(`${seed} order`).shuffle(Array.from(train.keys()));
  const suspects = Map.groupBy(
    numbers.filter((number) => positive[number] === 1),
    (number) => train[number] ?? 0,
  );
  const control = Int32Array.from(train.keys().filter((number) => positive[number] === 0));
  const next = new Map<number, number>();
  return {
    ...{ rows, train, control },
    treated: control.map((number) => {
      const side = train[number] ?? 0;
      const from = suspects.get(side) ?? [];
      const at = next.get(side) ?? 0;
      next.set(side, at + 1);
      return from[at % from.length] ?? number;
    }),
  };
}

/** A pair whose suspect answer is replaced by a clean one differs as two clean answers do: as it stands, but either way round. */
function wordLadder(
  pair: SetPair,
  shares: readonly number[],
  config: AuditConfig,
  seed: string,
): { readonly pairs: number; readonly rungs: MixturePower[] } | null {
  const { pairs } = pairsOf(pair.suspect.rows, pair.reference.rows);
  if (pairs.length < 20) return null;
  const { coded } = pairedTerms(pairs);
  const signed = signedTerms(coded, leastDiscordant);
  const largest = flipped(signed, config.permutations, `${seed} flips`).sort();
  const threshold = quantile(largest, 1 - config.level);
  const rungs = shares.map((share): MixturePower => {
    const source = seeded(`${seed} words ${share}`);
    let found = 0;
    let sum = 0;
    for (let world = 0; world < config.worlds; world++) {
      const sides = Int8Array.from({ length: signed.offsets.length - 1 }, () =>
        source.float() < share ? 1 : source.float() < 0.5 ? 1 : -1,
      );
      const z = zOf(signed, sides).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      if (z > threshold) found++;
      sum += z;
    }
    return { share, found, worlds: config.worlds, z: sum / config.worlds };
  });
  return { pairs: pairs.length, rungs };
}

function methodOf(
  method: LadderMethod["method"],
  about: string,
  size: number,
  found: readonly MixturePower[],
  { level }: AuditConfig,
): LadderMethod {
  const wanted = normalQuantile(1 - level) + normalQuantile(power);
  const all = found.map(({ share, found: count, worlds, z }): Rung => {
    const { estimate, low, high } = clopperPearson(count, worlds);
    // A largest z over words is above 0 also where nothing differs, and a panel's z ends where sets differ by nature: no extrapolation.
    const rows =
      method === "words" || method === "panel" || share === 0 || !(z >= 0.3)
        ? null
        : Math.ceil(size * (wanted / z) ** 2);
    return { share, power: estimate, low, high, rows };
  });
  const [none, ...rungs] = all;
  if (none === undefined) throw new Error("a ladder begins with share 0");
  return { method, about, size, rungs, none, ...halfOf(rungs) };
}

/** Where power crosses one half, walking down the shares. */
function halfOf(rungs: readonly Rung[]): Pick<LadderMethod, "half" | "always"> {
  for (const [i, below] of rungs.entries()) {
    if (below.power >= 0.5) continue;
    const above = rungs[i - 1];
    if (above === undefined) return { half: null, always: false };
    const part = (above.power - 0.5) / (above.power - below.power);
    return {
      half: Math.exp(Math.log(above.share) + part * (Math.log(below.share) - Math.log(above.share))),
      always: false,
    };
  }
  return { half: null, always: true };
}
