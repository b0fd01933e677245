import { actionsOnly } from "../../../data/transcript.ts";
import { oneTurn, type PromptedArm } from "./prompted.ts";

/** As fresh, but only what the agent did is quoted: neither the task nor what its tools returned. */
export const actions: PromptedArm = {
  id: "actions",
  title: "fresh, actions only",
  about: "as fresh, but only what the assistant said and called is quoted",
  family: "actions",
  usual: true,
  prompt: (run, ask) =>
    oneTurn(
      `This is what the assistant did in a conversation between a user and an assistant that can call tools.\n\n${actionsOnly(run)}\n\n${ask}`,
    ),
};
