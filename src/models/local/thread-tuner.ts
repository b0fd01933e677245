/** Chooses how many threads a batch gets, by how fast the last ones went. Threads change the speed and nothing else. */
export interface ThreadTuner {
  /** Threads for the next batch. */
  next(): number;
  /** How the last batch went. Small batches say little and are not counted. */
  report(tokens: number, seconds: number): void;
}

/** Batches of at least this many tokens are compared. */
const telling = 48;
/** One batch in so many is given to another number of threads, to see whether the neighbours have gone. */
const explore = 12;

/**
 * Tries 1, 2, 4, ... `most` threads and keeps to the fastest. With a busy neighbour two threads that wait for each other can be ten
 * times slower than one, and neighbours come and go, so the others are tried again now and then.
 */
export function threadTuner(most: number): ThreadTuner {
  const choices = [...new Set([1, 2, 4, 8, 16, 32, 64].filter((n) => n < most).concat(most))];
  const speed = new Map<number, number>();
  let batches = 0;
  let current = most;
  const best = (): number =>
    choices.reduce((fastest, n) => ((speed.get(n) ?? 0) > (speed.get(fastest) ?? 0) ? n : fastest), most);
  return {
    next: () => {
      const untried = choices.findLast((n) => !speed.has(n));
      if (untried !== undefined) current = untried;
      else if (batches > 0 && batches % explore === 0) {
        const at = choices.indexOf(best());
        const beside =
          choices[(batches / explore) % 2 === 0 ? at + 1 : at - 1] ?? choices[at === 0 ? 1 : at - 1];
        current = beside ?? best();
      } else current = best();
      return current;
    },
    report: (tokens, seconds) => {
      if (tokens < telling) return;
      batches++;
      const rate = tokens / seconds;
      const known = speed.get(current);
      speed.set(current, known === undefined ? rate : 0.5 * known + 0.5 * rate);
    },
  };
}
