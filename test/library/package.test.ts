// The published package, packed and unpacked: programs written from its doc comments type-check against it and run, and so does its command.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const at = (path: string): string => join(root, path);
const compiler = at("node_modules/typescript/bin/tsc");
const folder = mkdtempSync(join(tmpdir(), "credence-package-"));
const app = join(folder, "app");
const page = readFileSync(at("docs/own-study.md"), "utf8");

function run(file: string, args: readonly string[], cwd: string): string {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const env = { ...inherited, CREDENCE_HOME: join(folder, "home"), CREDENCE_THREADS: "1", NO_COLOR: "1" };
  try {
    return execFileSync(file, args, { cwd, encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout, stderr } = z.object({ stdout: z.string(), stderr: z.string() }).parse(error);
    return assert.fail(`${file} ${args.join(" ")}\n${stdout}\n${stderr}`);
  }
}

before(() => {
  // Built beside the repository, whose own `dist` other tests may be using.
  const built = join(folder, "built");
  const { files } = z
    .object({ files: z.array(z.string()) })
    .parse(JSON.parse(readFileSync(at("package.json"), "utf8")));
  mkdirSync(built);
  for (const file of ["package.json", "README.md", "LICENSE", ...files.filter((name) => name !== "dist")])
    cpSync(at(file), join(built, file), { recursive: true });
  run(process.execPath, [compiler, "-p", at("tsconfig.build.json"), "--outDir", join(built, "dist")], root);
  run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], built);
  const { name, version } = z
    .object({ name: z.string(), version: z.string() })
    .parse(JSON.parse(readFileSync(at("package.json"), "utf8")));
  const modules = join(app, "node_modules");
  mkdirSync(modules, { recursive: true });
  run("tar", ["-xzf", join(folder, `${name}-${version}.tgz`), "-C", modules], folder);
  renameSync(join(modules, "package"), join(modules, name));
  symlinkSync(at("node_modules"), join(modules, name, "node_modules"), "junction");
  // What a person installs beside it to write a study.
  symlinkSync(at("node_modules/zod"), join(modules, "zod"), "junction");
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", type: "module" }));
  cpSync(new URL("programs", import.meta.url), app, { recursive: true });
  writeFileSync(
    join(app, "coin.ts"),
    /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? assert.fail("the page has no program"),
  );
});
after(() => rmSync(folder, { recursive: true }));

test("programs written from the doc comments type-check against the package's types", () => {
  const compilerOptions = {
    ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noEmit: true },
    ...{ target: "esnext", module: "nodenext", types: ["node"], typeRoots: [at("node_modules/@types")] },
  };
  writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  run(process.execPath, [compiler, "-p", app], app);
});

const interval = z.object({ estimate: z.number(), low: z.number(), high: z.number() });

test("clustered AUROC with its interval: estimates are the pairs counted one by one, and two methods agree", () => {
  const { runs, clusters, aurocs, difference, formula } = z
    .object({
      runs: z.array(z.object({ attack: z.boolean(), first: z.number(), second: z.number().nullable() })),
      ...{ clusters: z.int(), aurocs: z.array(interval), difference: interval, formula: interval },
    })
    .parse(JSON.parse(run(process.execPath, ["clustered-auroc.ts"], app)));
  assert.equal(clusters, 40);
  const counted = (of: (run: (typeof runs)[number]) => number | null): number => {
    const scored = runs.filter((run) => of(run) !== null);
    const [attacks, others] = [true, false].map((attack) =>
      scored.filter((run) => run.attack === attack).map(of),
    );
    const pairs = (attacks ?? []).flatMap((a) => (others ?? []).map((b) => Number((a ?? 0) > (b ?? 0))));
    return pairs.reduce((sum, won) => sum + won, 0) / pairs.length;
  };
  for (const [arm, of] of [
    (run: (typeof runs)[number]) => run.first,
    (run: (typeof runs)[number]) => run.second,
  ].entries()) {
    const { estimate = Number.NaN, low = 1, high = 0 } = aurocs[arm] ?? {};
    assert.ok(Math.abs(estimate - counted(of)) < 1e-12, `${estimate} and ${counted(of)}`);
    assert.ok(low < estimate && estimate < high);
  }
  // One counts the first minus the second, the other the second minus the first.
  assert.ok(Math.abs(difference.estimate + formula.estimate) < 1e-12);
  assert.ok(
    Math.abs(difference.low + formula.high) < 0.02 && difference.high < 0,
    JSON.stringify({ difference, formula }),
  );
});

test("CRPS and Diebold-Mariano: scores are the integral that defines them, and the better forecaster is found", () => {
  const { months, sharp, wide, first, test } = z
    .object({
      months: z.array(z.object({ truth: z.number(), near: z.number(), far: z.number() })),
      ...{ sharp: z.number(), wide: z.number(), first: z.tuple([z.number(), z.number()]) },
      test: z.object({ ok: z.literal(true), n: z.int(), difference: z.number(), p: z.number() }),
    })
    .parse(JSON.parse(run(process.execPath, ["forecast-scores.ts"], app)));
  const { truth = 0, near = 0 } = months[0] ?? {};
  // The normal's distribution by its own density, both integrals by the trapezoid rule.
  const step = 1e-3;
  let below = 0;
  let integral = 0;
  for (let x = truth + near - 9; x < truth + near + 9; x += step) {
    below += (step * Math.exp(-((x - truth - near) ** 2) / 2)) / Math.sqrt(2 * Math.PI);
    integral += step * (below - Number(x >= truth)) ** 2;
  }
  assert.ok(Math.abs(first[0] - integral) < 2e-3, `${first[0]} and ${integral}`);
  assert.ok(Math.abs(test.difference - (sharp - wide)) < 1e-12 && sharp < wide);
  assert.ok(test.n === 24 && test.p < 0.05, String(test.p));
});

test("the study of docs/own-study.md runs, and the command lists and shows what it wrote", () => {
  const place = join(folder, "coin");
  mkdirSync(place);
  const [said = "", kept = ""] = run(process.execPath, ["coin.ts", place], app).trim().split("\n");
  assert.ok(page.includes(`\n${said}\n`), `the page shows another output than: ${said}`);
  const command = (...words: readonly string[]): string =>
    run(process.execPath, [join(app, "node_modules/credence/bin/credence.js"), ...words], place);
  process.env.CREDENCE_HOME = join(place, "home");
  try {
    assert.match(command("runs"), /coin\/C1 undecided/);
    assert.match(command("show", kept), /Does it say yes more than half of the time\?[\s\S]*coin\/C1/);
    assert.equal(JSON.parse(command("show", kept, "--json")).claims[0].verdict, "undecided");
  } finally {
    delete process.env.CREDENCE_HOME;
  }
});

test("every door opens, the names of the smaller ones are in the large one, and a wrong argument is refused", () => {
  writeFileSync(
    join(app, "doors.ts"),
    `import * as all from "credence";
import * as stats from "credence/stats";
import * as worlds from "credence/worlds";
const within = (part: object): boolean => Object.entries(part).every(([name, value]) => Reflect.get(all, name) === value);
const endpoint = worlds.simulatedEndpoint(worlds.parseEndpointKnobs("mechanism=TRUE"));
const runs = await worlds.officeRuns({ seed: "1", count: 2, noAttack: 1 });
let refused = "";
try {
  stats.crpsNormal(1, 0, -1);
} catch (error) {
  if (error instanceof all.CredenceError) refused = \`\${error.code}: \${error.message}\`;
}
console.log(JSON.stringify({ within: [within(stats), within(worlds)], endpoint: typeof endpoint.fetch, runs: runs.length, refused }));
`,
  );
  assert.deepEqual(JSON.parse(run(process.execPath, ["doors.ts"], app)), {
    ...{ within: [true, true], endpoint: "function", runs: 3 },
    refused: "usage: sd is -1, expected a finite number of at least 0",
  });
});

test("the packed command measures, with threads from the built files", () => {
  const labels = ["--label", "label", "--positive", "attack_succeeded", "--negative", "attack_resisted"];
  const said = run(
    process.execPath,
    [
      join(app, "node_modules/credence/bin/credence.js"),
      ...["monitor", join(app, "node_modules/credence/assets/office/runs.jsonl"), ...labels],
      ...["--group", "meta.task", "--arms", "length,bow", "--bootstrap", "100", "--json"],
    ],
    app,
  );
  assert.match(said, /"auroc"/);
});
