import { Command } from "commander";
import { CredenceError } from "../core/error.ts";
import { homeFolder } from "../ledger/home.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import { plainText } from "../report/escape.ts";
import { renderTerminal } from "../report/terminal.ts";
import { loadStudy } from "../studies/index.ts";
import { registerWitness } from "../study/beliefs.ts";
import type { RunnableStudy } from "../study/runnable.ts";
import { threads } from "../study/workers.ts";
import { fieldsOf, typedValue } from "./fields.ts";
import { finish, whereItIs } from "./finish.ts";
import { runOptions } from "./run-options.ts";
import { usualLedger, withRunTools } from "./run-tools.ts";
import type { Terminal } from "./terminal.ts";

/** The verbs on runs that exist: runs, show, report, resume. */
export function runsCommands(terminal: Terminal): Command[] {
  return [runs(terminal), show(terminal), report(terminal), resume(terminal)];
}

function runs(terminal: Terminal): Command {
  return new Command("runs")
    .description("list the runs, newest first")
    .option("--json", "as JSON on stdout")
    .option("--rebuild", "throw the index away and make it anew from the runs")
    .exitOverride()
    .action(async (options: { readonly json?: boolean; readonly rebuild?: boolean }) => {
      const ledger = await usualLedger(terminal);
      try {
        if (options.rebuild === true) terminal.error(`${await ledger.rebuildIndex()} runs indexed\n`);
        const list = await ledger.list();
        if (options.json === true) return terminal.out(`${JSON.stringify(list, null, 2)}\n`);
        if (list.length === 0) terminal.error("No runs yet. Begin with: credence monitor --help\n");
        for (const run of list) {
          const verdicts = Object.entries(run.verdicts).map(([claim, verdict]) => `${claim} ${verdict}`);
          terminal.out(
            `${run.id.slice(0, 8)}  ${run.at.slice(0, 16).replace("T", " ")}  ${run.study.padEnd(9)} ${run.status.padEnd(12)} ${plainText(run.models.join(", "))}${verdicts.length > 0 ? `  ${verdicts.join(", ")}` : ""}\n          ${plainText(run.folder)}\n`,
          );
        }
      } finally {
        ledger.close();
      }
    });
}

function show(terminal: Terminal): Command {
  return new Command("show")
    .argument("<run>", "folder, name, or at least three letters of the id")
    .description("print a run's findings as they stand")
    .option("--json", "the findings as JSON on stdout")
    .option("--long", "all of it: evidence, cost, plan, and what is folded away in the page")
    .exitOverride()
    .action(async (name: string, options: { readonly json?: boolean; readonly long?: boolean }) => {
      await withAnyRun(name, terminal, async (run) => {
        const study = await loadStudy(run.registration.study);
        const stored = await run.readFile("findings.json");
        // A study of a person's own, or another version of one, is not known here: what it wrote is shown as it stands.
        const known = study?.version === run.registration.studyVersion;
        const written = known ? undefined : await run.readFile("report.md");
        if (stored !== undefined && written !== undefined)
          return terminal.out(options.json === true ? stored : `${plainText(written)}`);
        const shown = await study?.show(run);
        if (stored === undefined || shown === undefined) {
          throw new CredenceError("input", `the run has no findings yet; it is ${run.status}`, {
            where: run.folder,
            fix: `Go on with it: credence resume ${run.id}; or analyse what there is: credence report ${run.id}`,
          });
        }
        if (options.json === true) return terminal.out(stored);
        terminal.out(
          renderTerminal(shown, {
            width: terminal.width,
            color: terminal.color,
            long: options.long === true,
          }),
        );
        terminal.error(whereItIs(run.folder, run.id));
      });
    });
}

function report(terminal: Terminal): Command {
  return new Command("report")
    .argument("<run>", "folder, name, or at least three letters of the id")
    .description("analyse and present a run again: no model, no original input")
    .option("--json", "the findings as JSON on stdout")
    .exitOverride()
    .action(async (name: string, options: { readonly json?: boolean }) => {
      await withRun(name, terminal, async (run, study) => {
        const finished = await study.report(run, {
          events: terminal.progress.event,
          workers: threads(),
          witness: registerWitness(homeFolder(process.env)),
        });
        terminal.progress.end();
        finish({ ...finished, status: "complete" }, options.json === true, terminal);
        if (finished.status !== "complete")
          terminal.error(`The run is ${finished.status}: this is what there is.\n`);
      });
    });
}

const resumed = ["json", "maxUsd", "maxCalls", "concurrency", "retrySeconds", "cache", "yes"];

function resume(terminal: Terminal): Command {
  const fields = fieldsOf(runOptions.shape).filter(({ name }) => resumed.includes(name));
  const command = new Command("resume")
    .argument("<run>", "folder, name, or at least three letters of the id")
    .description("go on with a run that was interrupted, stopped by its budget or killed")
    .option("--retry-failed", "measure again what failed for a reason that may have passed")
    .exitOverride();
  for (const { flag, kind, doc, name } of fields) {
    command.option(kind === "flag" ? (name === "cache" ? "--no-cache" : flag) : `${flag} <N>`, doc);
  }
  return command.action(async (name: string, typed: Readonly<Record<string, unknown>>) => {
    const given = fields.flatMap((field): [string, unknown][] => {
      const value = typed[field.name];
      return typeof value === "string" || typeof value === "boolean"
        ? [[field.name, typedValue(field, value)]]
        : [];
    });
    const parsed = runOptions.safeParse(Object.fromEntries(given));
    if (!parsed.success) {
      throw new CredenceError(
        "usage",
        parsed.error.issues.map(({ message, path }) => `${path.join(".")}: ${message}`).join("; "),
        {
          fix: "See 'credence resume --help'.",
        },
      );
    }
    const flags = { ...parsed.data, retryFailed: typed.retryFailed === true };
    await withRunTools(flags, terminal, async (tools) => {
      const run = await tools.ledger.open(name, "write");
      for (const note of run.notes) terminal.error(`${note}\n`);
      const finished = await (await studyOf(run)).resume(run, tools.run);
      process.exitCode = finish(finished, flags.json, terminal);
    });
  });
}

/** Opens a run to read, with its study, for the length of some work. */
export function withRun(
  name: string,
  terminal: Terminal,
  work: (run: RunRecord, study: RunnableStudy) => Promise<void>,
): Promise<void> {
  return withAnyRun(name, terminal, async (run) => work(run, await studyOf(run)));
}

async function withAnyRun(
  name: string,
  terminal: Terminal,
  work: (run: RunRecord) => Promise<void>,
): Promise<void> {
  const ledger = await usualLedger(terminal);
  try {
    const run = await ledger.open(name, "read");
    for (const note of run.notes) terminal.error(`${plainText(note)}\n`);
    await work(run);
    await run.close();
  } finally {
    ledger.close();
  }
}

async function studyOf(run: RunRecord): Promise<RunnableStudy> {
  const study = await loadStudy(run.registration.study);
  if (study !== undefined) return study;
  throw new CredenceError("input", `this version has no study called ${run.registration.study}`, {
    where: run.folder,
    fix: `The run was made with credence ${run.registration.version}; use that or a newer one.`,
  });
}
