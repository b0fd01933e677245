import { Command } from "commander";
import { CredenceError } from "../core/error.ts";
import { lookAt } from "../look/look.ts";
import { lookText } from "../look/text.ts";
import type { Terminal } from "./terminal.ts";

/**
 * `credence look`: what a file is and what can be asked of it.
 *
 * @param run runs one command line, as typed behind `credence`
 */
export function lookCommand(terminal: Terminal, run: (words: readonly string[]) => Promise<void>): Command {
  return new Command("look")
    .description("says what files are and which commands answer something with them; no model, seconds")
    .argument("<paths...>", "files or folders: runs, fine-tuning rows, series, Inspect logs")
    .option("--json", "print everything as JSON")
    .option("--run", "run the commands at once: floors, the default audit, the forecast")
    .exitOverride()
    .addHelpText("after", "\nExamples:\n  $ credence look runs.jsonl\n  $ credence look logs/ --run")
    .action(async (paths: readonly string[], { json, run: now }: { json?: true; run?: true }) => {
      const found = await lookAt(paths);
      if (json === true) terminal.out(`${JSON.stringify(found, null, 2)}\n`);
      else terminal.out(lookText(found));
      if (found.commands.length === 0 && found.files.every(({ why }) => why !== null)) {
        throw new CredenceError("input", "nothing of this is known", {
          fix: "docs/files.md lists what is read.",
        });
      }
      if (now !== true) return;
      for (const { words, command } of found.commands) {
        terminal.out(`\n$ ${command}\n\n`);
        await run(words.slice(1));
      }
    });
}
