#!/usr/bin/env -S node --max-semi-space-size=4 --heap-growing-percent=30
// Starts credence, with a heap that is collected often instead of growing to several times what is alive. In a checkout the
// source runs as it is, with the Node that the checkout installed when the system's is too old; in the published package the
// built files run.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as modules from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = at("../src/cli/main.ts");
const inCheckout = existsSync(source);
const entry = inCheckout ? source : at("../dist/cli/main.js");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

// Compiled sources are kept between starts, in the user's own folder: half of a start is compiling.
const compiled =
  process.env.NODE_COMPILE_CACHE ??
  join(process.env.CREDENCE_HOME || join(homedir(), ".cache", "credence"), "compiled");

if (major > 22 || (major === 22 && minor >= 18)) {
  modules.enableCompileCache?.(compiled);
  await import(new URL(inCheckout ? "../src/cli/main.ts" : "../dist/cli/main.js", import.meta.url));
} else {
  const own = at(
    process.platform === "win32" ? "../node_modules/node/bin/node.exe" : "../node_modules/node/bin/node",
  );
  if (inCheckout && existsSync(own)) {
    const child = spawn(own, [...process.execArgv, entry, ...process.argv.slice(2)], {
      stdio: "inherit",
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    // A terminal's Ctrl-C reaches the child by itself; passing it on would count as pressing it twice.
    process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("error", (error) => {
      console.error(`credence: ${own} does not start: ${error.message}. Run 'npm ci' again.`);
      process.exitCode = 1;
    });
    child.on("exit", (code, signal) => {
      process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
    });
  } else {
    console.error(
      `credence needs Node 22.18 or newer; this is ${process.versions.node}. ` +
        (inCheckout
          ? "Run 'npm ci' in the checkout: it brings its own."
          : "Install Node 22 or 24 from nodejs.org."),
    );
    process.exitCode = 2;
  }
}
