import { existsSync } from "node:fs";
import { Command } from "commander";
import { closest } from "../core/closest.ts";
import { CredenceError } from "../core/error.ts";
import { listedStudies } from "../studies/index.ts";
import { packageVersion } from "../study/code-hash.ts";
import type { RunnableStudy } from "../study/runnable.ts";
import { type Terminal, terminalSink } from "./terminal.ts";
import { reportTrouble } from "./trouble.ts";

/** Runs one command line; sets the process's exit code. */
export async function credence(typed: readonly string[]): Promise<void> {
  const terminal = terminalSink();
  try {
    const words = isPath(typed[0]) ? ["look", ...typed] : typed;
    if (words.length === 0) {
      const { welcome } = await import("./welcome.ts");
      return await welcome(terminal);
    }
    const program = await programOf(words, terminal);
    await program.parseAsync([...words], { from: "user" });
  } catch (error) {
    process.exitCode = reportTrouble(error, terminal);
  }
}

/** Verbs beside the studies; each group is read from its file when one of its verbs, or the general help, is asked for. */
const groups: readonly {
  readonly verbs: readonly string[];
  readonly load: (terminal: Terminal) => Promise<readonly Command[]>;
}[] = [
  {
    verbs: ["runs", "show", "report", "resume"],
    load: async (terminal) => (await import("./runs-commands.ts")).runsCommands(terminal),
  },
  {
    verbs: ["look"],
    load: async (terminal) => [(await import("./look-command.ts")).lookCommand(terminal, credence)],
  },
  {
    verbs: ["export"],
    load: async (terminal) => [(await import("./export-command.ts")).exportCommand(terminal)],
  },
  {
    verbs: ["claims", "predict", "score"],
    load: async (terminal) => (await import("./claims-commands.ts")).claimsCommands(terminal),
  },
  {
    verbs: ["check"],
    load: async (terminal) => [(await import("./check-command.ts")).checkCommand(terminal)],
  },
  {
    verbs: ["view"],
    load: async (terminal) => [(await import("./view-command.ts")).viewCommand(terminal)],
  },
  {
    verbs: ["compare"],
    load: async (terminal) => [(await import("./compare-command.ts")).compareCommand(terminal)],
  },
  {
    verbs: ["tour"],
    load: async (terminal) => [(await import("./tour/tour-command.ts")).tourCommand(terminal)],
  },
  {
    verbs: ["models"],
    load: async (terminal) => [(await import("./models-command.ts")).modelsCommand(terminal)],
  },
];

/** The command line with all verbs by name, and whole where `words` ask for them: reading every study takes longer than most commands. */
async function programOf(words: readonly string[], terminal: Terminal): Promise<Command> {
  const program = new Command("credence")
    .description(
      "Turns a claim about AI safety into a measured answer: an estimate, an interval, a verdict and the evidence.",
    )
    .version(packageVersion())
    .showHelpAfterError("(see credence --help)")
    .exitOverride();
  if (words[0] === "--version" || words[0] === "-V") return program;
  const asked = words[0] === "help" ? words[1] : words[0];
  for (const { name, summary, load } of listedStudies) {
    program.addCommand(
      asked === name
        ? await wholeStudy(await load(), terminal, words.includes("all"))
        : new Command(name).description(summary),
    );
  }
  refuseUnknown(asked);
  const known = groups.filter(({ verbs }) => asked !== undefined && verbs.includes(asked));
  const study = listedStudies.some(({ name }) => name === asked);
  for (const { load } of known.length > 0 || study ? known : groups)
    for (const command of await load(terminal)) program.addCommand(command);
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

/** A file or folder that is called like no verb: it is looked at. */
function isPath(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith("-") && !verbs().includes(word) && existsSync(word);
}

function verbs(): readonly string[] {
  return [...listedStudies.map(({ name }) => name), ...groups.flatMap((group) => group.verbs), "help"];
}

/** A verb that there is not is an error, also where its help is asked for. */
function refuseUnknown(verb: string | undefined): void {
  if (verb === undefined || verb.startsWith("-")) return;
  if (verbs().includes(verb)) return;
  const near = closest(verb, verbs());
  throw new CredenceError("usage", `there is no command called ${verb}`, {
    fix: `${near === null ? "" : `Did you mean ${near}? `}See credence --help.`,
  });
}

async function wholeStudy(study: RunnableStudy, terminal: Terminal, helpWhole: boolean): Promise<Command> {
  const { studyCommand } = await import("./study-command.ts");
  const { simulations } = await import("./simulate.ts");
  return studyCommand(study, terminal, simulations[study.name], { helpWhole });
}
