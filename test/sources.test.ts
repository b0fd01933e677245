// What a committed result rests on is found by what its module names: nothing is forgotten, and nothing else makes it stale.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { freshness } from "../validate/results.ts";
import { onDisk, type Read, root, type Sources, sourcesOf } from "../validate/sources.ts";

/** A tree of made-up files. */
const tree = {
  "validate/x.ts": `
    import type { Shape } from "../src/shapes.ts";
    import { type Unit, mean, spread as width } from "../src/index.ts";
    import "../src/effect.ts";
    export const x = { run: (rows: readonly Shape[]): Unit => [mean(rows), width(rows), load()] };
    const load = async () => (await import("../src/lazy.ts")).lazy;
  `,
  "src/index.ts": `
    export { mean } from "./mean.ts";
    export * from "./spread.ts";
    export { unasked } from "./unasked.ts";
  `,
  "src/mean.ts": `
    import { trim } from "./trim.ts";
    /** The mean. */
    export function mean(rows: readonly number[]): number { return trim(rows, share) / rows.length; }
    const share = 0.1;
    export const median = (rows: readonly number[]) => rows[0];
  `,
  "src/trim.ts": "export const trim = (rows, share) => rows.length * (1 - share);",
  "src/spread.ts": `
    const folder = new URL(\`../data/\${kind}.csv\`, import.meta.url);
    const worker = { module: taskAddress(import.meta.url, "./work") };
    export function spread(rows) { return rows.at(-1) - rows[0] + folder + worker; }
    export function range(rows) { return 2 * rows[0]; }
  `,
  "src/work.ts": "export const work = () => 3;",
  "src/lazy.ts": "export const lazy = 4;",
  "src/effect.ts": "globalThis.effect = 5;",
  "src/unasked.ts": "export const unasked = 6;",
};
type Tree = Readonly<Record<string, string>>;

/** `change` makes another tree of it. */
function sources(change: (files: Tree) => Tree = (files) => files): Sources {
  const files = change(tree);
  const read: Read = (path) => {
    const text = files[path.slice("/tree/".length)];
    return text === undefined ? null : new TextEncoder().encode(text);
  };
  return sourcesOf("/tree/validate/x.ts", read, "/tree");
}

/** A change of one file's text, which must be there. */
function edit(file: keyof typeof tree, from: string, to: string): (files: Tree) => Tree {
  return (files) => {
    const text = files[file] ?? "";
    assert.ok(text.includes(from), `${file} holds no ${from}`);
    return { ...files, [file]: text.replace(from, to) };
  };
}

test("all that a module names is counted, and nothing that it does not", () => {
  assert.deepEqual(Object.keys(sources().files), [
    "src/effect.ts",
    "src/lazy.ts",
    "src/mean.ts",
    "src/spread.ts",
    "src/trim.ts",
    "src/work.ts",
    "validate/x.ts",
  ]);
});

for (const [what, change] of Object.entries({
  "a comment": edit("src/mean.ts", "/** The mean. */", "// Nothing but the mean."),
  "a type": edit("src/mean.ts", "(rows: readonly number[]): number {", "(rows: Iterable<number>) {"),
  blanks: edit("src/mean.ts", "trim(rows, share) / rows.length", "trim(\n rows,\n share,\n) / rows.length"),
  "a further declaration that nobody names": edit(
    "src/mean.ts",
    "const share",
    "const other = 7;\n const share",
  ),
  "a declaration nobody names": edit("src/mean.ts", "rows[0]", "rows[1]"),
  "a module nobody names": edit("src/unasked.ts", "6", "7"),
  "what is exported": edit("src/mean.ts", "const share", "export const share"),
  "a file at another place": (files: Tree) => {
    const { "src/trim.ts": trim = "", "src/mean.ts": mean = "", ...rest } = files;
    return { ...rest, "src/deep/trim.ts": trim, "src/mean.ts": mean.replace("./trim", "./deep/trim") };
  },
  "a worker at another place": (files: Tree) => {
    const { "src/work.ts": work = "", "src/spread.ts": spread = "", ...rest } = files;
    return { ...rest, "src/deep/work.ts": work, "src/spread.ts": spread.replace("./work", "./deep/work") };
  },
  "a function in another file": (files: Tree) => ({
    ...files,
    "src/mean.ts": (files["src/mean.ts"] ?? "").replace(
      'import { trim } from "./trim.ts";',
      files["src/trim.ts"] ?? "",
    ),
  }),
  "a name passed on another way": edit("src/index.ts", "{ mean }", "{ mean, median }"),
})) {
  test(`fresh: ${what}`, () => {
    assert.deepEqual(freshness({ codeHash: sources().hash, sources: sources().files }, sources(change)), {
      state: "fresh",
    });
  });
}

for (const [what, [change, file]] of Object.entries({
  "a constant in a leaf": [edit("src/trim.ts", "1 - share", "2 - share"), "src/trim.ts"],
  "a constant beside": [edit("src/mean.ts", "0.1", "0.2"), "src/mean.ts"],
  "a worker": [edit("src/work.ts", "3", "4"), "src/work.ts"],
  "what is loaded late": [edit("src/lazy.ts", "4", "5"), "src/lazy.ts"],
  "an effect": [edit("src/effect.ts", "5", "6"), "src/effect.ts"],
  "another function by the same name": [
    edit("validate/x.ts", "spread as width", "range as width"),
    "validate/x.ts",
  ],
} as const)) {
  test(`stale: ${what}`, () => {
    const found = freshness({ codeHash: sources().hash, sources: sources().files }, sources(change));
    assert.equal(found.state, "stale");
    assert.ok(found.state === "stale" && found.changed.includes(file), JSON.stringify(found));
  });
}

test("an import that leads nowhere is an error", () => {
  assert.throws(
    () => sources(edit("src/mean.ts", "./trim.ts", "./trimmed.ts")),
    /src\/trimmed\.ts is named among the sources of a result, but is not there/,
  );
});

test("in this repository: a comment leaves a result fresh, a constant in a leaf and data it reads do not", () => {
  const entry = join(root, "validate", "panel-control-smollm2-135m.ts");
  const was = sourcesOf(entry);
  const changed = (file: string, from: RegExp | string, to: string): Sources => {
    const text = new TextDecoder().decode(onDisk(join(root, file)) ?? undefined);
    assert.match(text, new RegExp(from));
    return sourcesOf(entry, (path) =>
      path === join(root, file) ? new TextEncoder().encode(text.replace(from, to)) : onDisk(path),
    );
  };
  const stale = (now: Sources) => freshness({ codeHash: was.hash, sources: was.files }, now);
  assert.deepEqual(stale(changed("src/panel/standing.ts", /$/, "\n// A word more.\n")), { state: "fresh" });
  assert.deepEqual(stale(changed("src/stats/distributions/quantile.ts", /\b1\b(?!.*\*)/, "1.5")), {
    state: "stale",
    changed: ["src/stats/distributions/quantile.ts"],
  });
  const scores = "assets/panel/scores/scores-smollm2-135m.jsonl.gz";
  assert.ok(scores in was.files && "assets/panel/recipe.yaml" in was.files);
  assert.ok(!("assets/panel/scores/scores-gemma3-270m.jsonl.gz" in was.files));
  assert.deepEqual(stale(changed("assets/panel/recipe.yaml", /$/, "\n")), {
    state: "stale",
    changed: ["assets/panel/recipe.yaml"],
  });
});
