import { Command } from "commander";
import { exitCodes } from "../core/error.ts";
import { type Checked, checkRun } from "../ledger/check.ts";
import { homeFolder } from "../ledger/home.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import { openRegister } from "../ledger/register.ts";
import { plainText } from "../report/escape.ts";
import { usualLedger } from "./run-tools.ts";
import type { Terminal } from "./terminal.ts";

/** `credence check RUN`: was anything of a run changed since it was written? */
export function checkCommand(terminal: Terminal): Command {
  return new Command("check")
    .argument("<run>", "folder, name, or at least three letters of the id")
    .description("hold a run against its hashes and the register: was anything changed since it was written?")
    .option("--publishable", "say what of it should be looked at before it is given away")
    .option("--json", "as JSON on stdout")
    .addHelpText(
      "after",
      `
Examples:
  $ credence check 3f2a
  $ credence check 3f2a --publishable

Exit code 1 where something was changed.`,
    )
    .exitOverride()
    .action(async (name: string, options: { readonly publishable?: boolean; readonly json?: boolean }) => {
      const ledger = await usualLedger(terminal);
      try {
        const run = await ledger.open(name, "read");
        const checked = await checkRun(run, run.copies, openRegister(homeFolder(process.env)));
        const holds = options.publishable === true ? holdsPrivate(run) : [];
        await run.close();
        const changed = checked.filter(({ state }) => state === "changed");
        if (changed.length > 0) process.exitCode = exitCodes.failed;
        if (options.json === true) {
          const publish = options.publishable === true ? { before: holds } : {};
          return terminal.out(
            `${JSON.stringify({ id: run.id, changed: changed.length > 0, checked, ...publish }, null, 2)}\n`,
          );
        }
        terminal.out(`${headline(run, changed.length)}\n`);
        for (const { what, state, says } of checked)
          terminal.out(`  ${signs[state]} ${plainText(what)}: ${plainText(says)}\n`);
        if (options.publishable === true) {
          terminal.out("Before it is given away, look at:\n");
          for (const line of holds) terminal.out(`  · ${plainText(line)}\n`);
        }
      } finally {
        ledger.close();
      }
    });
}

const signs: Readonly<Record<Checked["state"], string>> = { holds: "✓", changed: "✗", unknown: "?" };

function headline({ id }: RunRecord, changed: number): string {
  return changed === 0
    ? `${id.slice(0, 8)}: nothing was changed.`
    : `${id.slice(0, 8)}: ${changed} ${changed === 1 ? "part was" : "parts were"} changed.`;
}

/** What a run's folder holds of a person's own. */
function holdsPrivate({ registration, copies, outcomes }: RunRecord): string[] {
  const { inputs, models, config, machine } = registration;
  const endpoints = Object.values(models).flatMap(({ endpoint }) => (endpoint === null ? [] : [endpoint]));
  return [
    ...[...copies.keys()].map(
      (name) => `inputs/${name}.jsonl: a whole copy of what was read (transcripts, rows)`,
    ),
    ...(outcomes > 0
      ? [`outcomes.jsonl: ${outcomes} outcomes, where a study keeps replies with their text`]
      : []),
    "report.html, report.md, findings.json: excerpts of transcripts and replies that the study shows",
    ...(inputs.length > 0
      ? [`run.json: paths of inputs (${inputs.map(({ name }) => name).join(", ")})`]
      : []),
    ...(endpoints.length > 0
      ? [`run.json and reports: addresses of servers (${[...new Set(endpoints)].join(", ")})`]
      : []),
    `run.json: settings (${Object.keys(config).length}) and the machine (${Object.keys(machine).join(", ")})`,
  ];
}
