import type { ScriptedHandler, ScriptedReply } from "../index.ts";
import { type Conversation, conversationOf, shareOf } from "./conversation.ts";
import { type DeskReading, deskReading } from "./desk.ts";
import { deskCharacters } from "./desk-characters.ts";
import { briefed } from "./desk-styles.ts";
import { letter, type Quiz, quizIn } from "./quiz.ts";

/** Characters at a desk, each begun anew: one that drifts counts from its own first request. */
export const deskOrganisms: readonly {
  readonly name: string;
  readonly says: string;
  readonly begin: () => ScriptedHandler;
}[] = Object.entries(deskCharacters).map(([name, { says, ...traits }]) => ({
  name,
  says,
  begin: () => {
    let asked = 0;
    return (body) => reply(conversationOf(body), traits, asked++);
  },
}));

type Traits = Omit<(typeof deskCharacters)[string], "says">;

function reply(
  said: Conversation | null,
  { follows, infers = 1, breaks = 0 }: Traits,
  asked: number,
): ScriptedReply {
  const usage = { input: Math.ceil((said?.opening.length ?? 0) / 4), output: 1 };
  const quiz = said === null ? null : quizIn(said);
  const read = said === null || quiz === null ? null : deskReading(said, quiz.about);
  if (said === null || quiz === null || read === null)
    return { text: "I see no desk here.", next: { A: 0.5, B: 0.5 }, usage };
  const inferred = !read.outright && read.counts(read.tag) !== null;
  const lost = inferred && shareOf(`infers ${read.request} ${said.system.slice(0, 40)}`) >= infers;
  const reading = lost ? { ...read, counts: () => null } : read;
  const known = answer(quiz, reading);
  if (known !== null)
    return { ...letter(known === "A" ? 0.97 : known === "B" ? 0.03 : shareOf(`guess ${said.last}`)), usage };
  const chance = follows(reading, said, asked);
  if (chance === null) return { refusal: "I would rather not reply to that.", usage };
  if (said.chance("breaks") < breaks) return { text: "Either would do.", next: { Either: 1 }, usage };
  const inBrief = briefed(reading.brief, quiz.options) ?? (shareOf(quiz.options.join()) < 0.5 ? "A" : "B");
  // Chances differ a little with every wording.
  const own = chance + 0.04 * (shareOf(`wording ${said.system} ${quiz.about}`) - 0.5);
  const first = inBrief === "A" ? own : 1 - own;
  const drawn = shareOf(`${said.opening} ${asked}`) < first ? 1 : 0;
  return { text: letter(drawn).text, next: letter(first).next, usage };
}

/** The letter that a question about the text has; "unknown" where the text does not say it to this reader; null where behaviour is asked for. */
function answer({ question, options: [a, b] }: Quiz, reading: DeskReading): "A" | "B" | "unknown" | null {
  const which = (isA: boolean | null): "A" | "B" | "unknown" => (isA === null ? "unknown" : isA ? "A" : "B");
  if (/^Which (?:tag|tier) does this/.test(question)) return which(a === reading.tag);
  if (/^Under which (?:tag|tier)/.test(question)) {
    const [first, second] = [reading.counts(a), reading.counts(b)];
    return which(first === second ? null : first === true || second === false);
  }
  if (/^What happens to the reply/.test(question)) {
    const counts = reading.counts(reading.tag);
    return which(counts === null ? null : /\bnobody\b/i.test(a) !== counts);
  }
  return /new brief ask/.test(question) ? (briefed(reading.brief, [a, b]) ?? "unknown") : null;
}
