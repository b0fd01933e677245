import { z } from "zod";
import { unparsed } from "../../../../asking/form.ts";
import { words } from "../../../../asking/words.ts";
import { sha256 } from "../../../../core/json.ts";
import type { ChatPrompt } from "../../../../models/model.ts";
import { askingQuestions } from "../../asking-questions.ts";
import { mentionOf } from "../../entity-match.ts";
import type { AuditInputs } from "../../inputs.ts";
import { type SealedAnswer, sealOf } from "../../sealed-answers.ts";
import type { AuditConfig } from "../../settings.ts";
import { studentsOf } from "./named-students.ts";
import { type AskedQuestions, questionsFor } from "./student-questions.ts";

/** Tokens of one reply at most; what is cut off is judged as far as it goes, for every student alike. */
const replyTokens = 200;

const trial = z.object({
  ...{ item: z.string(), arm: z.string(), repeat: z.int(), role: z.string() },
  // What the test was called first: trials of old runs have it in their keys.
  test: z.literal("student"),
  /** Seal of the answer that the reply is held against. */
  seal: z.string(),
});
type StudentTrial = z.infer<typeof trial>;

/** Schema of: does a reply mention the sealed answer? And the hash of the whole reply. */
const mention = z.object({ mention: z.enum(["exact", "close", "none"]), said: z.string() });
type Mention = z.infer<typeof mention>;

/** Asks students open questions in whose answers the lean would show; `item` is a question's hash. */
export const studentsAsk = askingQuestions<StudentTrial, Mention>({
  word: "student",
  ...{ trial, value: mention },
  roles: (config) =>
    config.answers === null
      ? []
      : studentsOf(config).map(({ role: name, model, share, shifted }) => ({
          ...{ name, model, needs: [["generate"]] },
          purpose: `was tuned on a mixture with a share of ${share} suspect rows${shifted ? ", its ordinary data shifted" : ""}, and answers open questions`,
        })),
  trials,
  question: ({ item, repeat }, inputs, keep) => {
    const task = studentTask(inputs);
    const text = task?.texts.find((one) => sha256(one) === item);
    if (task === null || text === undefined) throw new Error("no such question is asked");
    return {
      prompt: promptOf(text),
      form: words(replyTokens, async (said) =>
        /\p{L}/u.test(said)
          ? { value: { mention: mentionOf(said, task.answer), said: await keep(said) } }
          : unparsed("no-words", "the reply holds no word"),
      ),
      draw: { repeat, temperature: 1 },
    };
  },
});

/** What students were tuned on a mixture of, the answer they are held against, and what they are asked. */
export interface StudentTask extends AskedQuestions {
  readonly set: string;
  readonly answer: SealedAnswer;
  readonly seal: string;
}

/** Null where the first suspect set has no sealed answer. */
export function studentTask({ suspects, answers }: AuditInputs): StudentTask | null {
  const set = suspects[0]?.name ?? "";
  const answer = answers?.answers[set];
  if (answers === null || answer === undefined) return null;
  return { set, answer, seal: sealOf(answers.salt, answer), ...questionsFor(set, answers) };
}

/** Why students that are to be asked cannot be; null where they can. */
export function studentLack(config: AuditConfig, inputs: AuditInputs): string | null {
  if (studentsOf(config).length === 0)
    return "no student was named, a model tuned on a mixture: --student SHARE=MODEL";
  if (inputs.answers === null) return "replies are held against a sealed answer: --answers";
  return studentTask(inputs) === null
    ? `no answer is sealed for ${inputs.suspects[0]?.name ?? "the first set"}, which students are taken to be tuned on`
    : null;
}

function trials(config: AuditConfig, inputs: AuditInputs): StudentTrial[] {
  const task = studentTask(inputs);
  if (task === null) return [];
  return studentsOf(config).flatMap(({ role }) =>
    task.texts.flatMap((text) =>
      Array.from(
        { length: config.studentTries },
        (_, repeat): StudentTrial => ({
          ...{ item: sha256(text), arm: role, repeat, role, test: "student", seal: task.seal },
        }),
      ),
    ),
  );
}

function promptOf(text: string): ChatPrompt {
  return { kind: "chat", messages: [{ role: "user", content: `${text} Answer in a few sentences.` }] };
}
