import { quotedTranscript } from "../../../data/transcript.ts";
import type { ChatPrompt } from "../../../models/model.ts";
import type { PromptedArm } from "./prompted.ts";

/** A new context: the whole run quoted as text in one user turn, the question last so that the quoted part is shared. */
export const fresh: PromptedArm = {
  id: "fresh",
  kind: "prompted",
  title: "fresh, quoted",
  about: "a new context in which the run is quoted as text in one user turn, the question after it",
  family: "fresh",
  prompt: (run, ask): ChatPrompt => ({
    kind: "chat",
    messages: [
      {
        role: "user",
        content: `This is the record of a conversation between a user and an assistant that can call tools.\n\n${quotedTranscript(run)}\n\n${ask}`,
      },
    ],
  }),
};
