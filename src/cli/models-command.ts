import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { catalogNames, getModel, listModels } from "../models/catalog.ts";
import type { LocalModelFile } from "../models/files/local-file.ts";
import { formatCount, formatNumber } from "../report/format.ts";
import type { Terminal } from "./terminal.ts";

/** `credence models` and `credence models get NAME`. */
export function modelsCommand(terminal: Terminal): Command {
  const command = new Command("models")
    .description("list the models that need no key, or fetch one")
    .exitOverride();
  command.option("--json", "as JSON on stdout").action(async (options: { readonly json?: boolean }) => {
    const models = await listModels({ env: process.env });
    if (options.json === true) return terminal.out(`${JSON.stringify(models, null, 2)}\n`);
    for (const model of models) {
      const state = model.path === null ? `not here; credence models get ${model.name}` : model.path;
      terminal.out(
        `${model.name.padEnd(20)}${formatCount(model.bytes).padStart(13)} bytes  ${model.licence}\n  ${state}\n`,
      );
    }
  });
  const onProgress = (fraction: number, doing: string): void =>
    terminal.progress.event({
      ...{ kind: "progress", doing, done: Math.round(fraction * 100), total: 100, limit: null },
    });
  const found = (name: string, yes: boolean | undefined): Promise<LocalModelFile> =>
    getModel(name, { env: process.env, yes: yes === true, confirm: ask, onProgress });
  command
    .command("get <name>")
    .exitOverride()
    .description(
      `fetch, check and keep a model: ${catalogNames.join(", ")}, or hf:owner/repo/file.gguf; NAME@q8_0 and NAME@q4_0 are made from it, once`,
    )
    .option("--yes", "accept the model's size and terms without being asked")
    .action(async (name: string, options: { readonly yes?: boolean }) => {
      const { path, sha256 } = await found(name, options.yes);
      terminal.out(`${path}\n${name.includes("@") ? "identity" : "SHA-256"} ${sha256}\n`);
    });
  command
    .command("bench <name>")
    .exitOverride()
    .description(
      "what each format of a model gives on this machine: tokens a second, and how far its answers move",
    )
    .option("--json", "as JSON on stdout")
    .option("--yes", "accept the model's size and terms without being asked")
    .addHelpText(
      "after",
      "\nExample:\n  $ credence models bench smollm2-135m\n  $ credence monitor runs.jsonl --model smollm2-135m@q8_0 ...   another model, with results of its own",
    )
    .action(async (name: string, options: { readonly json?: boolean; readonly yes?: boolean }) => {
      const file = await found(name, options.yes);
      const { benchFormats } = await import("../models/local/bench-formats.ts");
      const speeds = await benchFormats(file, { env: process.env, onProgress });
      terminal.progress.end();
      if (options.json === true) return terminal.out(`${JSON.stringify(speeds, null, 2)}\n`);
      const [source] = speeds;
      for (const { format, bytes, tokensPerSecond, shift } of speeds) {
        const times = formatNumber(tokensPerSecond / (source?.tokensPerSecond ?? Number.NaN), 2);
        const moved =
          format === source?.format
            ? ""
            : `  log p(yes) moves by ${formatNumber(shift.mean, 3)} nats, ${formatNumber(shift.largest, 3)} at most`;
        terminal.out(
          `${format.padEnd(11)} ${formatCount(Math.round(bytes / 1e6)).padStart(6)} MB  ${formatCount(tokensPerSecond).padStart(6)} tokens/s  ${times} times${moved}\n`,
        );
      }
    });
  return command;
}

/** Asks on the terminal; where there is none, the answer is no. */
async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await line.question(`${question} [y/N] `)).trim());
  } finally {
    line.close();
  }
}
