// What a harness needs to walk a study's road in this process, without runner and ledger.
import type { RegisteredModel } from "../src/core/identity.ts";
import type { Model } from "../src/models/model.ts";
import type { Workers } from "../src/study/workers.ts";

/** Runs a worker's task in this thread, through a structured clone as a thread would. */
export const inProcess: Workers = {
  width: 1,
  run: async (task, args) => {
    const module: Readonly<Record<string, unknown>> = await import(task.module.href);
    if (module[task.run.name] !== task.run) throw new Error(`${task.module} does not export the task`);
    return task.parse(structuredClone(await task.run(structuredClone(args), () => {})));
  },
};

/** What a model is registered as. */
export function registered(model: Model): RegisteredModel {
  return {
    ...model.identity,
    reference: model.reference,
    capabilities: Object.keys(model.capabilities),
    caching: model.caching,
    contextTokens: model.contextTokens,
    price: model.price,
    cacheRule: model.cacheRule,
  };
}

/** Items as a stream. */
export function streamed<T>(items: readonly T[]): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: async function* () {
      yield* items;
    },
  };
}
