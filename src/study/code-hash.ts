import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** SHA-256 over the source that runs (every file's path and bytes, tests left out): names the code of a run. */
export function codeHash(): string {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /(?<!\.d|\.test)\.[tj]s$/.test(path))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** The package's version, from its package.json. */
export function packageVersion(): string {
  const found = /"version":\s*"([^"]+)"/.exec(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return found?.[1] ?? "0.0.0";
}
