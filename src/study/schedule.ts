import type { Limiter } from "./limiter.ts";
import type { Block, TrialShape } from "./study.ts";

/** What the schedule asks of its caller. */
export interface Crew<Trial> {
  readonly keyOf: (trial: Trial) => string;
  /** Already measured. */
  readonly done: (key: string) => boolean;
  readonly limiterOf: (role: string | null) => Limiter;
  /** Measures and journals one trial; calls `leave` as soon as the model is free again. */
  readonly work: (trial: Trial, key: string, leave: () => void) => Promise<void>;
  /** No trial is started once this is true. */
  readonly stopped: () => boolean;
}

/**
 * Carries out one block in its order, starting trials as the limiters allow. Only a bounded number is ever looked at
 * ahead, so a block of a million trials takes no more memory than a block of a hundred.
 *
 * @returns keys of all its trials, in order, to `seen`; rejects with the first error that `work` throws
 */
export async function schedule<Trial extends TrialShape>(
  block: Block<Trial>,
  crew: Crew<Trial>,
  seen: (key: string) => void,
): Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  let wake = (): void => {};
  let lead: Promise<void> | null = null;
  let leadPrefix: string | null = null;

  for (const trial of block.trials) {
    const key = crew.keyOf(trial);
    seen(key);
    if (crew.stopped() || failures.length > 0) continue;
    const prefix = block.prefix?.(trial) ?? null;
    const follows = block.order === "leadThenRest" && prefix !== null && prefix === leadPrefix;
    if (crew.done(key) || underWay.has(key)) continue;
    const limit = crew.limiterOf(trial.role);
    while (underWay.size >= 4 * limit.limit) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }

    const before = follows || block.order === "serial" ? lead : null;
    const { promise: measured, resolve } = Promise.withResolvers<void>();
    const task = (async (): Promise<void> => {
      await before;
      await limit.enter(follows);
      let inside = true;
      const leave = (): void => {
        if (!inside) return;
        inside = false;
        resolve();
        // Those who waited for this prefix get in line before its place is given away.
        queueMicrotask(limit.leave);
      };
      try {
        if (!crew.stopped() && failures.length === 0) await crew.work(trial, key, leave);
      } catch (error) {
        failures.push(error);
      } finally {
        leave();
        underWay.delete(key);
        wake();
      }
    })();
    underWay.set(key, task);
    if (!follows) {
      lead = measured;
      leadPrefix = prefix;
    }
  }
  await Promise.all(underWay.values());
  if (failures.length > 0) throw failures[0];
}
