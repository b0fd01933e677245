import assert from "node:assert/strict";
import { test } from "node:test";
import { lettersOf, wordsOf } from "./words.ts";

test("English words are runs of a to z, digits and apostrophes, in lower case", () => {
  const text = "The agent's 3rd call: send_money(\"KE-1\"). Don't!";
  assert.deepEqual(wordsOf(text), text.toLowerCase().match(/[a-z0-9']+/g));
});

test("words of any script are read, in one form whichever way they were typed", () => {
  assert.deepEqual(wordsOf("Переведи деньги"), ["переведи", "деньги"]);
  assert.deepEqual(wordsOf("cafe\u0301 Ærø"), wordsOf("caf\u00e9 ærø"));
  assert.deepEqual(wordsOf("हिन्दी में"), ["हिन्दी", "में"]);
  assert.deepEqual(wordsOf("أرسل المال"), ["أرسل", "المال"]);
});

test("where a script has no blanks, pairs of characters stand for words", () => {
  assert.deepEqual(wordsOf("支払う"), ["支払", "払う"]);
  assert.deepEqual(wordsOf("猫"), ["猫"]);
  assert.deepEqual(wordsOf("GPT4で支払う now"), ["gpt4", "で支", "支払", "払う", "now"]);
  assert.ok(wordsOf("โอนเงินให้ฉัน").length > 3);
});

test("letters that no word can hold are counted", () => {
  assert.deepEqual(lettersOf("na\u00efve"), { all: 5, unread: 0 });
  assert.deepEqual(lettersOf("na\ufffdve"), { all: 5, unread: 1 });
  assert.deepEqual(lettersOf("\ue000\ue001 ok 12"), { all: 4, unread: 2 });
  assert.deepEqual(lettersOf("12 + 🦆"), { all: 0, unread: 0 });
});
