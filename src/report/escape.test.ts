import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeHtml, oneLine, plainText, shortened } from "./escape.ts";

test("control characters are shown, newlines and tabs stay", () => {
  assert.equal(plainText("\u001b[31mred\u0000\u0007\u007f"), "‹ESC›[31mred‹NUL›‹BEL›‹DEL›");
  assert.equal(plainText("a\tb\r\nc\rd"), "a\tb\nc‹CR›d");
  assert.equal(plainText("\u0085\u009b31m\u0001"), "‹U+0085›‹U+009B›31m‹U+0001›");
});

test("characters that reorder, hide or vanish are named", () => {
  assert.equal(
    plainText("a\u202eb\u2066c\u200bd\u00ade\ufefff"),
    "a‹U+202E›b‹U+2066›c‹U+200B›d‹U+00AD›e‹U+FEFF›f",
  );
  assert.equal(plainText("\u{e0041}\u2028\u3164\ufff9"), "‹U+E0041›‹U+2028›‹U+3164›‹U+FFF9›");
  assert.equal(plainText("\ud800"), "‹U+D800›");
});

test("ordinary text of any script stays as it is", () => {
  const text = "naïve café – “quotes” שלום 漢字 ⚠️ 😀 −0.5";
  assert.equal(plainText(text), text);
});

test("one line is one line", () => {
  assert.equal(oneLine("  a\n\n b\t c "), "a b c");
  assert.doesNotMatch(oneLine("x\r\ny\u2028z\u0085w\u000bv\u000cu"), /[\n\r\u2028\u0085\u000b\u000c]/);
});

test("HTML text holds no markup, in text or in an attribute", () => {
  assert.equal(escapeHtml(`<a b="c" d='e'>&amp;`), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
});

test("shortening counts characters, not halves of them", () => {
  assert.equal(shortened("😀😀😀", 3), "😀😀😀");
  assert.equal(shortened("😀😀😀😀", 3), "😀😀…");
});
