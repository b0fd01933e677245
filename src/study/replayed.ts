import type { Json } from "../core/json.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import { random } from "../stats/distributions/random.ts";
import { percentTo } from "./events.ts";
import type { ReportOptions } from "./runnable.ts";
import type { AnalyzeContext, Outcomes, Study, TrialShape } from "./study.ts";
import { trialKeys } from "./trial-key.ts";
import { none, outcomeReader, replay } from "./walk.ts";

/** What a run's analysis rests on: its outcomes in trial order, and everything that was fixed when it was registered. */
export function replayed<Config, Inputs, Trial extends TrialShape, Value extends Json, Results extends Json>(
  study: Study<Config, Inputs, Trial, Value, Results>,
  config: Config,
  inputs: Inputs,
  run: RunRecord,
  { workers, events, stop }: ReportOptions,
): { readonly outcomes: Outcomes<Trial, Value>; readonly context: AnalyzeContext } {
  const { models, seed, at } = run.registration;
  const seeded = random(seed);
  const keyOf = trialKeys({ study: study.name, studyVersion: study.version, models });
  const { measuring } = study;
  return {
    outcomes:
      measuring === undefined
        ? none()
        : replay(
            () => measuring.plan(config, inputs, { models, random: seeded.fork("plan") }),
            outcomeReader<Trial, Value>(run, keyOf, measuring.value),
          ),
    context: {
      random: seeded.fork("analyze"),
      workers,
      models,
      registeredAt: at,
      ...(stop === undefined ? {} : { signal: stop.hard }),
      progress: percentTo(events),
    },
  };
}
