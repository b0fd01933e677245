import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { catalogNames, getModel, listModels } from "../models/catalog.ts";
import { formatCount } from "../report/format.ts";
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
  command
    .command("get <name>")
    .exitOverride()
    .description(`fetch, check and keep a model: ${catalogNames.join(", ")}, or hf:owner/repo/file.gguf`)
    .option("--yes", "accept the model's size and terms without being asked")
    .action(async (name: string, options: { readonly yes?: boolean }) => {
      const found = await getModel(name, {
        env: process.env,
        yes: options.yes === true,
        confirm: ask,
        onProgress: (fraction, doing) =>
          terminal.progress.event({
            kind: "progress",
            doing,
            done: Math.round(fraction * 100),
            total: 100,
            limit: null,
          }),
      });
      terminal.out(`${found.path}\nSHA-256 ${found.sha256}\n`);
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
