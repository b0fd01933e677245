/** What a ratio must be for its row to pass. */
type Bound = { readonly atLeast: number } | { readonly atMost: number };

/** One measured ratio against a named rival in the same run. */
export type BenchRow = Bound & {
  readonly name: string;
  /** In `unit`; null where we could not be measured. */
  readonly ours: number | null;
  /** In `unit`; null where the rival is not there. */
  readonly rival: number | null;
  /** `ours / rival`, or `rival / ours` where `ratioOf` says so, always so that the bound reads naturally. */
  readonly ratio: number | null;
  readonly ok: boolean;
  readonly unit: string;
  readonly rivalName: string;
  /** What was timed, how often, on what; why a row is not ok. */
  readonly note: string;
};

/** Something that is timed; `run` takes its time and never throws for a rival that is missing. */
export interface Bench {
  readonly name: string;
  run(): Promise<readonly BenchRow[]>;
}

/** What a row is made from. */
export type Timed = Bound & {
  readonly name: string;
  readonly ours: number | null;
  readonly rival: number | null;
  readonly ratioOf: "ours/rival" | "rival/ours";
  readonly unit: string;
  readonly rivalName: string;
  readonly note: string;
};

/** A row with its ratio and whether it keeps its bound; a row without a ratio never does. */
export function benchRow({ ratioOf, ...timed }: Timed): BenchRow {
  const { ours, rival } = timed;
  const ratio =
    ours === null || rival === null ? null : ratioOf === "ours/rival" ? ours / rival : rival / ours;
  const kept = ratio !== null && ("atLeast" in timed ? ratio >= timed.atLeast : ratio <= timed.atMost);
  return { ...timed, ratio, ok: kept };
}
