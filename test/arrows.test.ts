import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type TestContext, test } from "node:test";

const root = resolve(import.meta.dirname, "..");

/** Runs the arrows check on a small tree of its own, with the project's rules. */
async function check(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<{ code: number; out: string }> {
  const folder = mkdtempSync(join(tmpdir(), "credence-arrows-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "tsconfig.json"), "{}");
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  return new Promise((done) => {
    execFile(
      process.execPath,
      [cruiser, "--config", join(root, ".dependency-cruiser.cjs"), "src", "lab"],
      { cwd: folder },
      (error, out) => done({ code: error === null ? 0 : 1, out }),
    );
  });
}

const healthy = {
  "src/core/word.ts": "export const word = 1;\n",
  "src/stats/mean.ts": 'import { word } from "../core/word.ts";\nexport const mean = word;\n',
  "src/models/model.ts": 'import type { mean } from "../stats/mean.ts";\nexport type M = typeof mean;\n',
  "src/study/road.ts": 'import type { M } from "../models/model.ts";\nexport type R = M;\n',
  "src/studies/one/index.ts": 'import type { R } from "../../study/road.ts";\nexport type One = R;\n',
  "src/studies/two/index.ts": "export type Two = 1;\n",
  "src/worlds/office/office.ts": 'import { word } from "../../core/word.ts";\nexport const office = word;\n',
  "lab/world.ts": 'import { office } from "../src/worlds/office/office.ts";\nexport const world = office;\n',
  "test/world.ts": 'import { world } from "../lab/world.ts";\nexport const tested = world;\n',
  ...Object.fromEntries(
    ["lab", "test", "scripts", "validate", "bench"].map((room) => [
      `${room}/mean.ts`,
      "export const mean = 1;\n",
    ]),
  ),
  "src/cli/main.ts": 'import type { One } from "../studies/one/index.ts";\nexport type Main = One;\n',
};

test("a tree whose arrows point one way passes", async (t) => {
  const { code, out } = await check(t, healthy);
  assert.equal(code, 0, out);
});

const planted: readonly [string, string, string][] = [
  [
    "an arrow up, by type alone",
    "src/core/up.ts",
    'import type { R } from "../study/road.ts";\nexport type U = R;\n',
  ],
  [
    "one study that knows another",
    "src/studies/two/peek.ts",
    'import type { One } from "../one/index.ts";\nexport type P = One;\n',
  ],
  [
    "a world that knows a study",
    "src/worlds/office/peek.ts",
    'import type { One } from "../../studies/one/index.ts";\nexport type P = One;\n',
  ],
  [
    "two rooms of one floor",
    "src/models/side.ts",
    'import { office } from "../worlds/office/office.ts";\nexport const s = office;\n',
  ],
  [
    "a study that knows the command line",
    "src/studies/two/up.ts",
    'import type { Main } from "../../cli/main.ts";\nexport type P = Main;\n',
  ],
  [
    "a lab that knows a test",
    "lab/peek.ts",
    'import { tested } from "../test/world.ts";\nexport const p = tested;\n',
  ],
  ...["lab", "test", "scripts", "validate", "bench"].map((room): [string, string, string] => [
    `a source that stands on ${room}`,
    "src/studies/two/down.ts",
    `import { mean } from "../../../${room}/mean.ts";\nexport const m = mean;\n`,
  ]),
  [
    "asking that knows the contract",
    "src/asking/up.ts",
    'import type { R } from "../study/road.ts";\nexport type U = R;\n',
  ],
  [
    "a file that is not there",
    "src/stats/lost.ts",
    'import { x } from "./nowhere.ts";\nexport const y = x;\n',
  ],
];

for (const [what, file, content] of planted) {
  test(`planted: ${what} turns the check red`, async (t) => {
    const { code, out } = await check(t, { ...healthy, [file]: content });
    assert.equal(code, 1, out);
    assert.ok(out.includes(file), out);
  });
}
