import assert from "node:assert/strict";
import { test } from "node:test";
import { dryRunText } from "./dry-run.ts";

test("columns stay apart and under their titles, however long the numbers and names are", () => {
  const arms = [
    { arm: "prefix", least: 1 },
    { arm: "an-arm-with-a-name-longer-than-any-other-here", least: 281_884_281_884 },
  ].map(({ arm, least }) => ({
    ...{ arm, role: "monitor", calls: [least, least] as const, inputTokens: [least, 2 * least] as const },
    ...{ cachedTokens: [0, 2 * least] as const, outputTokens: [least, 9 * least] as const },
    usd: arm === "prefix" ? null : ([0.1, 12_345.6] as const),
  }));
  const text = dryRunText(
    { roles: [], inputs: [] },
    { arms, notes: [] },
    { arms, calls: [2, 2], tokens: [2, 4], output: [2, 18], usd: null, seconds: [0, 10] },
  );
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.startsWith("arm "));
  const table = lines.slice(from, from + 4);
  const cells = table.map((line) => line.split(/ {2,}/));
  assert.deepEqual(cells[0], ["arm", "calls", "input tokens", "of them cached", "output", "dollars"]);
  assert.equal(cells[1]?.at(-1), "not known");
  assert.deepEqual(cells[2]?.slice(1, 4), [
    "281,884,281,884",
    "281,884,281,884 to 563,768,563,768",
    "0 to 563,768,563,768",
  ]);
  // Numbers end where their title ends.
  for (const title of ["calls", "input tokens", "output"]) {
    const end = (table[0] ?? "").indexOf(title) + title.length;
    for (const line of table) assert.match(line.slice(end - 1), /^\S(?: {2}|$)/, `${title}: ${line}`);
  }
  assert.match(text, /^time {4}about 0 s to 10 s$/m);
});
