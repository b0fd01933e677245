import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../../src/core/error.ts";
import { analysedAgain, frozenRun } from "./frozen-runs.ts";

test("a run of an older version of a study is refused in words, never analysed as if nothing had been measured", async (t) => {
  const old = frozenRun("older/endpoint-1");
  assert.ok((old.files["outcomes.jsonl"] ?? "").length > 1000, "it has outcomes");
  await assert.rejects(
    analysedAgain(t, old),
    (error) =>
      error instanceof CredenceError &&
      error.code === "input" &&
      /made by version 1 of endpoint/.test(error.message) &&
      /report\.html/.test(error.fix ?? ""),
  );
});
