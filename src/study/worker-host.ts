// Runs one function of one module in this thread and posts its progress and its result.
import { parentPort, workerData } from "node:worker_threads";

const { module, name, args } = workerData;
const { [name]: run } = await import(module);
if (typeof run !== "function") throw new Error(`${module} exports no function named "${name}"`);
const result = await run(args, (progress: number) => parentPort?.postMessage({ progress }));
parentPort?.postMessage({ result });
