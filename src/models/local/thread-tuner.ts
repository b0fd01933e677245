import { availableParallelism } from "node:os";

/** Chooses how many threads a batch gets, by how fast the last ones went. Threads change the speed and nothing else. */
export interface ThreadTuner {
  /** Threads for the next batch. */
  next(): number;
  /** How the last batch went. Small batches say little and are not counted. */
  report(tokens: number, seconds: number): void;
}

/** Batches of at least this many tokens are compared. */
const telling = 48;
/** Of the time, one part in so many goes into trying another number of threads, to see whether the neighbours have gone. */
const explore = 12;

/**
 * Tries 1, 2, 4, ... `most` threads and keeps to the fastest. With a busy neighbour two threads that wait for each other can be fifty
 * times slower than one, and neighbours come and go, so the others are tried again now and then: the more seldom, the longer they
 * took when last tried.
 */
export function threadTuner(most: number): ThreadTuner {
  const choices = [...new Set([1, 2, 4, 8, 16, 32, 64].filter((n) => n < most).concat(most))];
  const speed = new Map<number, number>();
  /** Threads → seconds that their last batch took. */
  const took = new Map<number, number>();
  let since = 0;
  let current = most;
  let turn = 0;
  const best = (): number =>
    choices.reduce((fastest, n) => ((speed.get(n) ?? 0) > (speed.get(fastest) ?? 0) ? n : fastest), most);
  const beside = (): number | undefined => {
    const at = choices.indexOf(best());
    const near = [choices[at - 1], choices[at + 1]].filter((n) => n !== undefined);
    return near[turn % Math.max(1, near.length)];
  };
  return {
    next: () => {
      const untried = choices.findLast((n) => !speed.has(n));
      const other = beside();
      if (untried !== undefined) current = untried;
      else if (other !== undefined && since > explore * (took.get(other) ?? 0)) current = other;
      else current = best();
      return current;
    },
    report: (tokens, seconds) => {
      if (tokens < telling) return;
      const known = speed.get(current);
      const rate = tokens / seconds;
      if (current === best()) since += seconds;
      else {
        since = 0;
        turn++;
      }
      took.set(current, seconds);
      speed.set(current, known === undefined ? rate : 0.5 * known + 0.5 * rate);
    },
  };
}

/** At most one thread a physical core; the engine itself finds out how many of them pay. */
export function threadsFrom(given: string | undefined): number {
  const asked = Number(given);
  if (asked >= 1) return Math.floor(asked);
  const cores = availableParallelism();
  return cores > 4 ? Math.floor(cores / 2) : cores;
}
