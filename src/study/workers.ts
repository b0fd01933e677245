import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** A long computation that may run in a thread of its own: a function by its name, and the module that exports it. */
export interface Task<Args, Result> {
  /** Exported under its own name, for that is how the thread finds it. */
  readonly run: (args: Args, progress: (fraction: number) => void) => Result | Promise<Result>;
  readonly module: URL;
  /** Checks what came back. */
  readonly parse: (raw: unknown) => Result;
}

/** Runs long computations beside the main thread, so that Ctrl-C, progress and the page stay alive. */
export interface Workers {
  /** How many tasks may usefully run at once. */
  readonly width: number;
  /** Arguments and result are sent by structured clone: typed arrays stay typed arrays. */
  run<Args, Result>(
    task: Task<Args, Result>,
    args: Args,
    onProgress?: (fraction: number) => void,
  ): Promise<Result>;
}

/**
 * Address of a task's module, from the caller's own and without its ending: `.ts` in a checkout, `.js` in the built package.
 *
 * @example
 * import { probeScores } from "../stats/ranking/probe.ts";
 * const probe: Task<ProbeInput, Float64Array> = {
 *   run: probeScores,
 *   module: taskAddress(import.meta.url, "../stats/ranking/probe"),
 *   parse: (raw) => z.instanceof(Float64Array).parse(raw),
 * };
 */
export function taskAddress(caller: string, path: string): URL {
  return new URL(`${path}${caller.endsWith(".ts") ? ".ts" : ".js"}`, caller);
}

const host = taskAddress(import.meta.url, "./worker-host");

/** Worker threads, one for each running task, at most one for each core; the signal ends them all. */
export function threads(signal?: AbortSignal): Workers {
  const width = Math.max(1, availableParallelism());
  const waiting: (() => void)[] = [];
  let running = 0;
  const enter = async (): Promise<void> => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
  };
  const leave = (): void => {
    running--;
    waiting.shift()?.();
  };
  return {
    width,
    run: async (task, args, onProgress) => {
      await enter();
      try {
        return task.parse(
          await inThread({ module: task.module.href, name: task.run.name, args }, onProgress, signal),
        );
      } finally {
        leave();
      }
    },
  };
}

/** What a thread is told: `worker-host.ts` reads it. */
interface Order {
  readonly module: string;
  readonly name: string;
  readonly args: unknown;
}

function inThread(
  order: Order,
  onProgress?: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = new Worker(host, { workerData: order });
    const give = (): void => void worker.terminate();
    signal?.addEventListener("abort", give, { once: true });
    worker.on("message", (message: { progress: number } | { result: unknown }) => {
      if ("progress" in message) return onProgress?.(message.progress);
      resolve(message.result);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      signal?.removeEventListener("abort", give);
      reject(new Error(`${order.name} of ${order.module} ended with ${code}`));
    });
  });
}
