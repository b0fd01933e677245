import type { StopSignals } from "../study/runnable.ts";

/** How long what is under way may take to finish after the first Ctrl-C. */
const graceSeconds = 10;

/**
 * Turns SIGINT and SIGTERM into the two steps of stopping: the first lets what is under way finish, the second (or ten
 * seconds) gives it up, and so does the first once all is measured. `release` takes the handlers off again.
 */
export function stopSignals(say: (text: string) => void): StopSignals & { readonly release: () => void } {
  const soft = new AbortController();
  const hard = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let measured = false;
  const stop = (): void => {
    if (measured || soft.signal.aborted) {
      soft.abort();
      hard.abort();
      return;
    }
    say("Stopping: what is under way is finished and saved. Ctrl-C again gives it up.\n");
    soft.abort();
    timer = setTimeout(() => hard.abort(), graceSeconds * 1000);
    timer.unref();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    soft: soft.signal,
    hard: hard.signal,
    measured: () => {
      measured = true;
      if (soft.signal.aborted) hard.abort();
    },
    release: () => {
      clearTimeout(timer);
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
