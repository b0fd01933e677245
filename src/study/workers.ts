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

/** Threads that wait for a next task, each with the end of its patience: to start one takes longer than many a task. None keeps the process alive. */
const idle: { readonly worker: Worker; readonly ends: NodeJS.Timeout }[] = [];
/** Milliseconds after which a thread that waits is ended. */
const patience = 5000;

function freeThread(): Worker {
  const waiting = idle.pop();
  if (waiting === undefined) return new Worker(host);
  clearTimeout(waiting.ends);
  waiting.worker.ref();
  return waiting.worker;
}

function rest(worker: Worker): void {
  const ends = setTimeout(() => {
    const at = idle.findIndex((one) => one.worker === worker);
    if (at >= 0) idle.splice(at, 1);
    void worker.terminate();
  }, patience);
  ends.unref();
  worker.unref();
  idle.push({ worker, ends });
}

function inThread(
  order: Order,
  onProgress?: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = freeThread();
    const give = (): void => void worker.terminate();
    const take = (message: { progress: number } | { result: unknown }): void => {
      if ("progress" in message) {
        onProgress?.(message.progress);
      } else {
        end();
        rest(worker);
        resolve(message.result);
      }
    };
    const fail = (error: unknown): void => {
      end();
      reject(error);
    };
    const exit = (code: number): void =>
      fail(new Error(`${order.name} of ${order.module} ended with ${code}`));
    // Each by its name: a thread without its own listeners hears nothing more.
    const end = (): void => {
      signal?.removeEventListener("abort", give);
      worker.off("message", take).off("error", fail).off("exit", exit);
    };
    signal?.addEventListener("abort", give, { once: true });
    worker.on("message", take).on("error", fail).on("exit", exit);
    worker.postMessage(order);
  });
}
