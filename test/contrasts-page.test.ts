// The table of docs/contrasts.md is that of the committed result.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { z } from "zod";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

test("docs/contrasts.md shows what validate/results/contrast-coverage.json holds", () => {
  const { cases } = z
    .object({ cases: z.array(z.object({ name: z.string(), summary: z.record(z.string(), z.number()) })) })
    .parse(JSON.parse(read("validate/results/contrast-coverage.json")));
  const page = read("docs/contrasts.md");
  const share = (value: number | undefined): string => (value ?? Number.NaN).toFixed(3).replace(/^0/, "");
  for (const { name, summary } of cases) {
    const line = `| ${name} | ${share(summary.ours)} | ${share(summary.z)} | ${share(summary.seeds)} |`;
    assert.ok(page.includes(line), line);
  }
});
