import { Command } from "commander";
import { studies } from "../studies/index.ts";
import { packageVersion } from "../study/code-hash.ts";
import { claimsCommands } from "./claims-commands.ts";
import { exportCommand } from "./export-command.ts";
import { modelsCommand } from "./models-command.ts";
import { runsCommands } from "./runs-commands.ts";
import { simulations } from "./simulate.ts";
import { studyCommand } from "./study-command.ts";
import { type Terminal, terminalSink } from "./terminal.ts";
import { reportTrouble } from "./trouble.ts";

/** Runs one command line; sets the process's exit code. */
export async function credence(words: readonly string[]): Promise<void> {
  const terminal = terminalSink();
  try {
    await programOf(terminal).parseAsync([...words], { from: "user" });
  } catch (error) {
    process.exitCode = reportTrouble(error, terminal);
  }
}

function programOf(terminal: Terminal): Command {
  const program = new Command("credence")
    .description(
      "Turns a claim about AI safety into a measured answer: an estimate, an interval, a verdict and the evidence.",
    )
    .version(packageVersion())
    .showHelpAfterError("(see credence --help)")
    .exitOverride();
  for (const study of studies) {
    program.addCommand(studyCommand(study, terminal, simulations[study.name]));
  }
  for (const command of [
    ...runsCommands(terminal),
    exportCommand(terminal),
    ...claimsCommands(terminal),
    modelsCommand(terminal),
  ]) {
    program.addCommand(command);
  }
  return program.addHelpText(
    "after",
    `
Examples:
  $ credence monitor runs.jsonl --label outcome --positive harmful --negative harmless
  $ credence predict monitor/C1 0.3 --because "same model, same weights"
  $ credence runs
  $ credence show 3f2a`,
  );
}
