import { state } from "../../../asking/state.ts";
import { type PromptedArm, turnsAfter } from "./prompted.ts";

/** The model's state where the run ends: no question, no extra token but the template's. */
export const probeEnd: PromptedArm = {
  id: "probe-end",
  title: "probe, end of run",
  about:
    "ridge logistic regression on the final layer's state where the run ends, trained on the other folds, penalty chosen within them",
  family: "prefix",
  reads: state(),
  prompt: (run) => turnsAfter(run, []),
};

/** The model's state after the monitor's question, where the prompted arm would answer. */
export const probeAsked: PromptedArm = {
  id: "probe-asked",
  title: "probe, after the question",
  about: "the same on the state after the monitor's question, put as a user turn after the run",
  family: "prefix",
  reads: state(),
  prompt: (run, ask) => turnsAfter(run, [{ role: "user", content: ask }]),
};
