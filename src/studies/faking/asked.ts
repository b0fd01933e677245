import type { AnswerMode, ReplyExperiment } from "../../design/reply-experiment.ts";
import type { FakingInputs } from "./inputs.ts";
import { withoutNotes } from "./scenarios.ts";

const made = new WeakMap<FakingInputs, readonly ReplyExperiment[]>();

/** The experiments as a mode can ask them; the same objects each time. */
export function asAsked(inputs: FakingInputs, mode: AnswerMode): readonly ReplyExperiment[] {
  if (mode === "written") return inputs.experiments;
  const known = made.get(inputs) ?? inputs.experiments.map(withoutNotes);
  made.set(inputs, known);
  return known;
}
