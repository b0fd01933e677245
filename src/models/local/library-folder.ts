import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CredenceError } from "../../core/error.ts";

const packages: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-arm64": "mac-arm64-metal",
  "darwin-x64": "mac-x64",
  "win32-x64": "win-x64",
  "win32-arm64": "win-arm64",
};

/**
 * Where libllama's files for this platform lie.
 *
 * @throws CredenceError `model` when there are none for it, or its package is not installed
 */
export function libraryFolder(): string {
  const name = packages[`${process.platform}-${process.arch}`];
  const advice = "Use a server instead: --model http://127.0.0.1:8000/v1#NAME.";
  if (name === undefined) {
    throw new CredenceError("model", `no local engine for ${process.platform} on ${process.arch}`, {
      fix: advice,
    });
  }
  // The package exports no path to its files, so its folder is looked for where Node would look.
  const roots = createRequire(import.meta.url).resolve.paths("@node-llama-cpp") ?? [];
  for (const root of roots) {
    const folder = join(root, "@node-llama-cpp", name, "bins", name);
    if (existsSync(folder)) return folder;
  }
  throw new CredenceError("model", `the local engine's package @node-llama-cpp/${name} is not installed`, {
    fix: `Install again with optional packages (npm ci --include=optional). ${advice}`,
  });
}
