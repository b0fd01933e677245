import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CredenceError } from "../../core/error.ts";
import { findModel } from "../catalog.ts";
import { openLocal } from "./index.ts";
import { requantised } from "./requantise.ts";

test("a model's weights are written anew once, as another model with an identity of its own", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "formats-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const found = await findModel(
    { adapter: "local", kind: "catalog", name: "smollm2-135m" },
    { env: process.env },
  );
  const path = join(folder, "model.gguf");
  copyFileSync(found.path, path);
  const source = { ...found, path };
  const made = await requantised(source, "q4_0");
  assert.equal(made.reference, `${source.reference}@q4_0`);
  assert.notEqual(made.sha256, source.sha256);
  const { mtimeMs, size } = statSync(made.path);
  assert.ok(size < statSync(path).size);
  assert.deepEqual(await requantised(source, "q4_0"), made, "the same recipe, the same identity");
  assert.equal(statSync(made.path).mtimeMs, mtimeMs, "and it is not made again");
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".part")),
    [],
  );

  const asked = {
    prompt: { kind: "chat", messages: [{ role: "user", content: "Is water wet? Answer yes or no." }] },
    answers: { yes: ["yes", "Yes"], no: ["no", "No"] },
  } as const;
  const said: number[] = [];
  for (const file of [source, made]) {
    const model = await openLocal(file, { env: process.env, threads: 1 });
    assert.equal(model.identity.fingerprint, file.sha256);
    const reply = await model.capabilities.choose?.(asked);
    assert.ok(reply?.ok === true);
    said.push(Math.log(reply.value.probabilities.yes ?? Number.NaN));
    await model.close();
  }
  const shift = Math.abs((said[0] ?? 0) - (said[1] ?? 0));
  assert.ok(shift > 0 && shift < 1.5, `answers move a little: ${shift} nats`);

  appendFileSync(made.path, "x");
  await assert.rejects(requantised(source, "q4_0"), /changed since it was made/);
  await assert.rejects(
    requantised(source, "q9"),
    (error) =>
      error instanceof CredenceError && error.code === "usage" && /q8_0 and q4_0/.test(error.fix ?? ""),
  );
});
