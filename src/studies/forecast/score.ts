import { normalQuantile } from "../../stats/distributions/normal.ts";
import { studentQuantile } from "../../stats/distributions/student-t.ts";
import { crpsNormal, crpsT } from "../../stats/scores/crps.ts";
import { intervalScore } from "../../stats/scores/interval-score.ts";
import { logScoreNormal, logScoreT } from "../../stats/scores/log-score.ts";
import { pitNormal, pitT } from "../../stats/scores/pit.ts";
import type { Predictive } from "./predictive.ts";

/** Central intervals whose coverage is counted. */
export const levels = [0.5, 0.8, 0.95] as const;

/** What a forecast is worth once the value is known. */
export interface Score {
  /** Continuous ranked probability score, in the unit of the series. */
  readonly crps: number;
  /** Negative log density, nats. */
  readonly logScore: number;
  /** Interval score of the central 80%. */
  readonly interval80: number;
  /** Probability given to values below the one that came. */
  readonly pit: number;
  /** Was it within the central interval, by level. */
  readonly inside: readonly boolean[];
}

/** Scores one forecast. */
export function scoreOf(predicted: Predictive, actual: number): Score {
  const { freedom, location, scale } = predicted;
  const [low, high] = centralInterval(predicted, 0.8);
  const pit = freedom === null ? pitNormal(actual, location, scale) : pitT(actual, freedom, location, scale);
  return {
    crps: freedom === null ? crpsNormal(actual, location, scale) : crpsT(actual, freedom, location, scale),
    logScore:
      freedom === null
        ? logScoreNormal(actual, location, scale)
        : logScoreT(actual, freedom, location, scale),
    interval80: intervalScore(actual, low, high, 0.8),
    pit,
    inside: levels.map((level) => Math.abs(pit - 0.5) <= level / 2),
  };
}

/** Central interval of a level. */
export function centralInterval(
  { freedom, location, scale }: Predictive,
  level: number,
): readonly [low: number, high: number] {
  const reach = scale * reachOf(freedom, level);
  return [location - reach, location + reach];
}

const reaches = new Map<string, number>();

/** Half the width of a central interval at scale 1; a study asks for few of them, thousands of times. */
function reachOf(freedom: number | null, level: number): number {
  const key = `${freedom} ${level}`;
  const known = reaches.get(key);
  if (known !== undefined) return known;
  const p = 0.5 + level / 2;
  const reach = freedom === null ? normalQuantile(p) : studentQuantile(p, freedom);
  if (reaches.size < 10_000) reaches.set(key, reach);
  return reach;
}
