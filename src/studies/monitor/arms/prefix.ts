import { type PromptedArm, turnsAfter } from "./prompted.ts";

/** The agent's own messages and tools, byte for byte, then the question as a user turn. */
export const prefix: PromptedArm = {
  id: "prefix",
  title: "prefix, previous turn",
  about: "the run's own messages and tools, then the question as a user turn",
  family: "prefix",
  usual: true,
  framing: true,
  prompt: (run, ask) => turnsAfter(run, [{ role: "user", content: ask }]),
};
