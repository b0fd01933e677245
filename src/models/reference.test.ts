import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { parseReference } from "./reference.ts";

test("each form is what it says", () => {
  assert.deepEqual(parseReference("smollm2-135m"), {
    adapter: "local",
    kind: "catalog",
    name: "smollm2-135m",
  });
  assert.deepEqual(parseReference("local:smollm2-135m"), {
    adapter: "local",
    kind: "catalog",
    name: "smollm2-135m",
  });
  assert.deepEqual(parseReference("./a/b.gguf"), { adapter: "local", kind: "file", name: "./a/b.gguf" });
  assert.deepEqual(parseReference("C:\\models\\b.GGUF"), {
    adapter: "local",
    kind: "file",
    name: "C:\\models\\b.GGUF",
  });
  assert.deepEqual(parseReference("hf:o/r/f.gguf"), { adapter: "local", kind: "hub", name: "o/r/f.gguf" });
  assert.equal(parseReference("anthropic:x").adapter, "anthropic");
  assert.equal(parseReference("scripted:coin").adapter, "scripted");
});

test("a served model: address without query, name behind the #, and how its open turns are asked for", () => {
  const plain = parseReference("http://127.0.0.1:8000/v1/#org/model%20x");
  assert.ok(plain.adapter === "openai");
  assert.deepEqual(
    [plain.endpoint, plain.name, plain.open, plain.keyNeeded],
    ["http://127.0.0.1:8000/v1", "org/model x", "plain", false],
  );
  const flagged = parseReference("https://host/v1?continue=vllm#m");
  assert.ok(flagged.adapter === "openai");
  assert.equal(flagged.open, "vllm");
});

test("a served model says which API it speaks; Anthropic's form is asked through that adapter", () => {
  const apiOf = (text: string): string => {
    const reference = parseReference(text);
    assert.ok("api" in reference, text);
    return `${reference.adapter} ${reference.api}`;
  };
  assert.equal(apiOf("http://h/v1#m"), "openai chat");
  assert.equal(apiOf("openai:m"), "openai chat");
  assert.equal(apiOf("openrouter:m"), "openai chat");
  assert.equal(apiOf("anthropic:m"), "anthropic messages");
  for (const api of ["chat", "responses", "completions"]) {
    assert.equal(apiOf(`http://h/v1?api=${api}#m`), `openai ${api}`);
  }
  assert.deepEqual(parseReference("https://h/v1/?api=messages#a/b"), {
    adapter: "anthropic",
    name: "a/b",
    endpoint: "https://h/v1",
    keys: ["CREDENCE_API_KEY"],
    keyNeeded: false,
    api: "messages",
  });
  const both = parseReference("http://h/v1?continue=vllm&api=completions#m");
  assert.ok(both.adapter === "openai");
  assert.equal(both.open, "vllm");
  assert.throws(() => parseReference("http://h/v1?api=soap#m"), {
    code: "usage",
    fix: /chat, responses, messages, completions/,
  });
});

test("what is no reference is refused with the forms there are", () => {
  for (const text of [
    "",
    "gpt:",
    "openai:",
    "hf:nothing",
    "foo:bar",
    "http://127.0.0.1:8000/v1",
    "http://",
  ]) {
    assert.throws(() => parseReference(text), { name: "CredenceError", code: "usage" }, text);
  }
});

test("an address that holds a key is refused, and the key is not told", () => {
  for (const address of [
    "http://anna:canary-77@127.0.0.1:8000/v1#m",
    "http://canary-77@127.0.0.1:8000/v1#m",
    "https://127.0.0.1/v1?key=canary-77#m",
    "https://127.0.0.1/v1?api=chat&token=canary-77#m",
  ]) {
    assert.throws(
      () => parseReference(address),
      (error) =>
        error instanceof CredenceError &&
        error.code === "usage" &&
        /CREDENCE_API_KEY/.test(error.fix ?? "") &&
        !`${error.message}${error.where}${error.fix}`.includes("canary"),
      address,
    );
  }
});
