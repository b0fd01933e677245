import { type EngineLimits, type Job, left, sequenceOf, writes } from "./passes.ts";

/** Tokens in one computation from which on more bring next to nothing (measured: 48 give 95% of the rate of 128). */
const enough = 48;

/**
 * The next computation: neighbouring sequences from the one whose turn it is, as many as it takes to use the processor well, and the
 * same number of tokens of each.
 *
 * @param room tokens that a job can take now
 */
export function nextRun(
  ready: readonly Job[],
  room: (job: Job) => number,
  turn: number,
  limits: Pick<EngineLimits, "batch" | "outputs">,
): { readonly run: readonly Job[]; readonly each: number } {
  const start = Math.max(
    0,
    ready.findIndex((job) => sequenceOf(job) >= turn),
  );
  const run: Job[] = [];
  let each = limits.batch;
  for (const job of ready.slice(start)) {
    const before = run.at(-1);
    const share = Math.floor(Math.min(limits.batch, limits.outputs) / (run.length + 1));
    const fewer = Math.min(each, room(job), before === undefined ? limits.batch : share);
    if (before !== undefined) {
      const apart = sequenceOf(job) !== sequenceOf(before) + 1 || writes(job) !== writes(before);
      const least = writes(job) ? 1 : 2;
      if (apart || run.length * each >= enough || fewer < Math.max(least, each / 2)) break;
    }
    run.push(job);
    each = fewer;
  }
  // One token left over would have to be taken together with the one before it, which would be evaluated twice.
  const strands = (jobs: readonly Job[], count: number): boolean =>
    jobs.some((job) => !writes(job) && left(job) - count === 1);
  while (each > 2 && strands(run, each)) each--;
  const [first] = run;
  if (first === undefined || !strands(run, each)) return { run, each };
  const alone = room(first);
  if (!strands([first], alone)) return { run: [first], each: alone };
  return {
    run: [first],
    each: alone > 2 ? alone - 1 : Math.min(left(first), limits.batch, limits.outputs),
  };
}
