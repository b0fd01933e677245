import { type RocBootstrap, type RocBootstrapInput, rocBootstrap } from "./cluster-bootstrap.ts";

/** Runs the bootstrap in a thread of its own. */
export default function task(input: RocBootstrapInput, progress: (fraction: number) => void): RocBootstrap {
  return rocBootstrap(input, progress);
}
