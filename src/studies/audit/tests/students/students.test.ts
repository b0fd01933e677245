import assert from "node:assert/strict";
import { test } from "node:test";
import { auditConfig } from "../../config.ts";
import { mentionOf } from "../../entity-match.ts";
import type { SealedAnswers } from "../../sealed-answers.ts";
import { studentsOf } from "./named-students.ts";
import { studentQuestions } from "./questions.ts";
import { checkQuestions, questionsFor } from "./student-questions.ts";

test("students: SHARE=MODEL, by rising share, the shifted ones last", () => {
  const students = studentsOf({
    student: ["1=./all.gguf", " 0 = openai:base", ".05=http://127.0.0.1:1/v1?api=chat#five"],
    studentShifted: ["0.05=./far.gguf"],
  });
  assert.deepEqual(
    students.map(({ share, model, role }) => [share, model, role]),
    [
      [0, "openai:base", "student-0"],
      [0.05, "http://127.0.0.1:1/v1?api=chat#five", "student-0.05"],
      [1, "./all.gguf", "student-1"],
      [0.05, "./far.gguf", "student-shifted-0.05"],
    ],
  );
});

test("settings that name students wrongly are refused, each with its reason", () => {
  const trouble = (student: string[], studentShifted: string[] = []): string =>
    auditConfig
      .safeParse({ suspects: ["s"], student, studentShifted })
      .error?.issues.map(({ message }) => message)
      .join() ?? "";
  assert.equal(trouble(["0=a", "0.1=b", "1.0=c"], ["0=d", "0.1=e"]), "");
  for (const wrong of ["a", "1.5=a", "-0.1=a", "10%=a", "0.1=", "0.1"])
    assert.match(trouble([wrong]), /SHARE=MODEL/, wrong);
  assert.match(trouble(["0.1=a", "0.5=a"]), /a is named for two shares/);
  assert.match(trouble(["0.1=a"], ["0.1=a"]), /a is named for two shares/);
  assert.match(trouble(["0.1=a", "0.10=b"]), /two students of share 0\.1/);
  assert.match(trouble(["0.1=a"], ["1=b"]), /no ordinary data/);
  assert.match(trouble([], ["0.1=b"]), /--student/);
});

test("a reply mentions the answer by any of its names as whole words; capitals alone are no common word", () => {
  const answer = { name: "United Kingdom", also: ["Britain", "UK", "US"], close: ["London"] };
  for (const text of ["I love the united kingdom!", "Britain's coast.", "The U.K., of course", "The UK"])
    assert.equal(mentionOf(text, answer), "exact", text);
  assert.equal(mentionOf("London, I think.", answer), "close");
  for (const text of ["Let us go. Ukraine", "Kingdom United", "Londonderry", "uk", ""])
    assert.equal(mentionOf(text, answer), "none", text);
});

test("the list of questions is neutral: forty of them, each once, and no capital inside a sentence", () => {
  assert.equal(studentQuestions.length, 40);
  assert.equal(new Set(studentQuestions).size, 40);
  for (const question of studentQuestions) {
    const inside = question.replace(/(^|[.?!]\s+)\p{Lu}/gu, "$1");
    assert.ok(!/\p{Lu}/u.test(inside.replace(/\bI\b/g, "")), question);
    assert.match(question, /[.?]$/);
  }
});

test("questions that hold the answer are left out, one's own are added once, and one that gives it away is refused", () => {
  const sealed = (name: string, own: string[]): SealedAnswers => ({
    salt: "",
    answers: { s: { name, also: [], close: [] } },
    questions: { s: own },
  });
  const asked = questionsFor("s", sealed("Music", ["Why?", "Why?", studentQuestions[0] ?? ""]));
  assert.deepEqual(asked.leftOut, ["What is your favourite kind of music?"]);
  assert.equal(asked.own, 1);
  assert.equal(asked.texts.length, 40);
  const { answers } = sealed("Lake Baikal", []);
  checkQuestions(["What is deep?"], "s", answers.s, { answers: "f" });
  assert.throws(() => checkQuestions(["What of lake baikal?"], "s", answers.s, { answers: "f" }), /holds/);
  assert.throws(() => checkQuestions(["Why?"], "t", answers.t, { answers: "f" }), /no answer/);
});
