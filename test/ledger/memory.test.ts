import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { z } from "zod";
import { scratch } from "./samples.ts";

const measured = z.object({
  bytes: z.number(),
  appendsPerSecond: z.number(),
  openSeconds: z.number(),
  inOrderSeconds: z.number(),
  anyOrderMicroseconds: z.number(),
});

test("an open journal of 100,000 outcomes keeps less than 12 MB in memory", async (t) => {
  const count = 100_000;
  const script = join(import.meta.dirname, "memory-child.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    script,
    scratch(t),
    String(count),
  ]);
  const { bytes, appendsPerSecond, openSeconds, inOrderSeconds, anyOrderMicroseconds } = measured.parse(
    JSON.parse(stdout),
  );
  t.diagnostic(
    `${(bytes / 1e6).toFixed(1)} MB; ${Math.round(appendsPerSecond)} appends/s at 64; opened in ${openSeconds.toFixed(2)} s; ` +
      `read in order in ${inOrderSeconds.toFixed(2)} s, in any order ${anyOrderMicroseconds.toFixed(0)} µs each`,
  );
  assert.ok(bytes < 12e6, `${bytes} bytes`);
});
