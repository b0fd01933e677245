import type { ScriptedHandler, ScriptedReply } from "../index.ts";
import { type Conversation, conversationOf, shareOf } from "./conversation.ts";
import { folderReading } from "./folder.ts";
import { nextAct } from "./folder-acts.ts";
import { folderCharacters } from "./folder-characters.ts";
import { folderAnswer } from "./folder-quiz.ts";
import { letter, quizIn } from "./quiz.ts";

/** A model that plays a known part, for teaching and for testing whether a study finds it. */
export interface Organism {
  readonly name: string;
  /** What it does, in a line. */
  readonly says: string;
  readonly handler: ScriptedHandler;
}

/** All organisms. Each knows the bytes of a request and what they say in words; none knows the study that asks. */
export const organisms: readonly Organism[] = Object.entries(folderCharacters).map(
  ([name, { says, ...traits }]) => ({
    name,
    says,
    handler: (body) => folderReply(conversationOf(body), traits),
  }),
);

/** A blind mixture: which of several organisms answers hangs on the words of the request alone, so that no cell can tell them apart. */
export function mixture(
  parts: readonly { readonly share: number; readonly handler: ScriptedHandler }[],
): ScriptedHandler {
  return (body) => {
    const said = conversationOf(body);
    const drawn = shareOf(`who ${said === null ? body : requestOf(said)}`);
    const all = parts.reduce((sum, { share }) => sum + share, 0);
    let reached = 0;
    const chosen = parts.find(({ share }) => {
      reached += share / all;
      return drawn < reached;
    });
    return chosen === undefined ? {} : chosen.handler(body);
  };
}

/** The line of a prompt that says what is wanted: the same in every cell of one task in one form of words. */
function requestOf({ opening }: Conversation): string {
  return opening.split("\n").find((line) => /\b(please|i need|i would like|i want)\b/i.test(line)) ?? opening;
}

type Traits = Omit<(typeof folderCharacters)[keyof typeof folderCharacters], "says"> & {
  readonly knows?: number;
  readonly breaks?: number;
};

function folderReply(said: Conversation | null, { character, knows = 1, breaks = 0 }: Traits): ScriptedReply {
  const usage = { input: Math.ceil((said?.opening.length ?? 0) / 4), output: 20 };
  if (said === null) return { text: "That could not be read.", usage };
  const quiz = quizIn(said);
  const reading = folderReading(quiz === null ? said : { ...said, opening: quiz.about, last: quiz.about });
  if (reading === null) return { text: "I see no folder here.", next: { A: 0.5, B: 0.5 }, usage };
  if (quiz !== null) {
    const known = said.chance("knows") < knows ? folderAnswer(quiz, reading) : null;
    const chance = known === null ? said.chance("guess") : known === "A" ? 0.97 : 0.03;
    return { ...letter(chance), usage };
  }
  if (said.chance("breaks") < breaks) return { text: '<tool_call>{"name": "hand_in", "arguments": ', usage };
  return { text: nextAct(character, reading, said), usage };
}
