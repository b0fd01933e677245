import { z } from "zod";
import { ask, type Question } from "../../asking/form.ts";
import type { Json } from "../../core/json.ts";
import type { Role } from "../../study/study.ts";
import type { Asking, AuditTrial, RowRanking } from "./audit-test.ts";
import type { AuditInputs } from "./inputs.ts";
import type { AuditConfig } from "./settings.ts";

/** Fields of a trial that asks one question; `item` is the hash of the set, or of the row, that it is about, `prompt` that of what is asked. */
export const questionTrial = {
  ...{ item: z.string(), arm: z.string(), repeat: z.int(), role: z.string() },
  prompt: z.string(),
} as const;

/** Keeps a reply in the run and gives its hash. */
type Keep = (text: string) => Promise<string>;

/** A test that asks one question a trial, all of them known once the tests before it are done. */
export function askingQuestions<Trial extends AuditTrial, Value extends Json>(test: {
  readonly word: string;
  readonly trial: z.ZodType<Trial>;
  readonly value: z.ZodType<Value>;
  readonly roles: (config: AuditConfig) => readonly Role[];
  readonly trials: (config: AuditConfig, inputs: AuditInputs, ranking: RowRanking) => readonly Trial[];
  readonly question: (trial: Trial, inputs: AuditInputs, keep: Keep) => Question<Value>;
}): Asking<Trial, Value> {
  const { word, trial: schema, value, roles, trials, question } = test;
  return {
    ...{ word, trial: schema, value, roles },
    plan: async function* (config, inputs, ranking) {
      const all = trials(config, inputs, ranking);
      if (all.length > 0)
        yield { title: word, trials: all, count: all.length, order: "parallel", retry: "runner" };
      return null;
    },
    foresee: (config, inputs) =>
      trials(config, inputs, new Map()).map((trial) => ({ trial, prefix: `${trial.role} ${trial.arm}` })),
    request: (trial, inputs) => question(trial, inputs, () => Promise.resolve("")),
    measure: (trial, inputs, tools) =>
      ask(tools.model(trial.role), question(trial, inputs, tools.keep), tools.signal),
  };
}
