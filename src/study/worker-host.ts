// Runs one task module in this thread and posts its progress and its result.
import { parentPort, workerData } from "node:worker_threads";

const { address, args } = workerData;
const module = await import(address);
const result = await module.default(args, (progress: number) => parentPort?.postMessage({ progress }));
parentPort?.postMessage({ result });
