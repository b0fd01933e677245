// Runs functions of modules in this thread, one at a time as they are asked for, and posts their progress and their results.
import { parentPort } from "node:worker_threads";

/** What the thread is told: `workers.ts` writes it. */
interface Order {
  readonly module: string;
  readonly name: string;
  readonly args: unknown;
}

// What a task throws goes unhandled here, which ends the thread and reaches whoever asked.
parentPort?.on("message", async ({ module, name, args }: Order) => {
  const { [name]: run } = await import(module);
  if (typeof run !== "function") throw new Error(`${module} exports no function named "${name}"`);
  const result = await run(args, (progress: number) => parentPort?.postMessage({ progress }));
  parentPort?.postMessage({ result });
});
