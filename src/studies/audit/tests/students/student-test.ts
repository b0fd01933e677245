import { unparsed } from "../../../../asking/form.ts";
import { words } from "../../../../asking/words.ts";
import { sha256 } from "../../../../core/json.ts";
import type { ChatPrompt } from "../../../../models/model.ts";
import type { Role } from "../../../../study/study.ts";
import type { AuditConfig } from "../../config.ts";
import { mentionOf } from "../../entity-match.ts";
import type { AuditInputs } from "../../inputs.ts";
import { asksOne, type ModelTest } from "../../model-test.ts";
import { type SealedAnswer, sealOf } from "../../sealed-answers.ts";
import type { StudentTrial } from "../../trial.ts";
import { studentsOf } from "./named-students.ts";
import { type AskedQuestions, questionsFor } from "./student-questions.ts";

/** Tokens of one reply at most; what is cut off is judged as far as it goes, for every student alike. */
const replyTokens = 200;

/** Asks students open questions in whose answers the lean would show. */
export const studentTest: ModelTest = {
  id: "student",
  roles: (config) =>
    config.answers === null || !config.tests.includes("student")
      ? []
      : studentsOf(config).map(
          ({ role: name, model, share, shifted }): Role => ({
            ...{ name, model, needs: [["generate"]] },
            purpose: `was tuned on a mixture with a share of ${share} suspect rows${shifted ? ", its ordinary data shifted" : ""}, and answers open questions`,
          }),
        ),
  trials,
  ...asksOne((trial, inputs, keep) => {
    const task = studentTask(inputs);
    const text = task?.texts.find((one) => sha256(one) === trial.item);
    if (trial.test !== "student" || task === null || text === undefined)
      throw new Error("a trial of another test");
    return {
      prompt: promptOf(text),
      form: words(replyTokens, async (said) =>
        /\p{L}/u.test(said)
          ? { value: { mention: mentionOf(said, task.answer), said: await keep(said) } }
          : unparsed("no-words", "the reply holds no word"),
      ),
      draw: { repeat: trial.repeat, temperature: 1 },
    };
  }),
};

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
  return studentTest.roles(config).flatMap(({ name }) =>
    task.texts.flatMap((text) =>
      Array.from(
        { length: config.studentTries },
        (_, repeat): StudentTrial => ({
          ...{ item: sha256(text), arm: name, repeat, role: name, test: "student", seal: task.seal },
        }),
      ),
    ),
  );
}

function promptOf(text: string): ChatPrompt {
  return { kind: "chat", messages: [{ role: "user", content: `${text} Answer in a few sentences.` }] };
}
