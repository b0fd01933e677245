import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** A module whose default export is `(args, progress) => result`; it runs in a thread of its own. */
export interface Task<Args, Result> {
  readonly address: URL;
  /** Checks what came back. */
  readonly parse: (raw: unknown) => Result;
  /** Only names the type of the arguments. */
  readonly args?: (args: Args) => void;
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
 * Address of a task module beside the caller, without its ending: `.ts` in a checkout, `.js` in the built package.
 *
 * @example taskAddress(import.meta.url, "./bootstrap.worker")
 */
export function taskAddress(caller: string, path: string): URL {
  return new URL(`${path}${caller.endsWith(".ts") ? ".ts" : ".js"}`, caller);
}

const host = taskAddress(import.meta.url, "./worker-host");

/** Worker threads, one for each running task, at most one for each core. */
export function threads(): Workers {
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
        return task.parse(await inThread(task.address, args, onProgress));
      } finally {
        leave();
      }
    },
  };
}

function inThread(address: URL, args: unknown, onProgress?: (fraction: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(host, { workerData: { address: address.href, args } });
    worker.on("message", (message: { progress: number } | { result: unknown }) => {
      if ("progress" in message) return onProgress?.(message.progress);
      resolve(message.result);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`worker for ${address.pathname} ended with ${code}`)));
  });
}
