import { Command, Option } from "commander";
import { CredenceError, exitCodes } from "../core/error.ts";
import { homeFolder } from "../ledger/home.ts";
import { responsesKept } from "../ledger/response-cache.ts";
import type { Model } from "../models/model.ts";
import { openIfHere } from "../models/open.ts";
import { renderTerminal } from "../report/terminal.ts";
import { estimatedCost } from "../study/estimated-cost.ts";
import { withCache } from "../study/open-roles.ts";
import type { RunnableStudy } from "../study/runnable.ts";
import type { StudyAction } from "../study/study.ts";
import { dryRunJson, dryRunText } from "./dry-run.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { finish } from "./finish.ts";
import { runOptions } from "./run-options.ts";
import { providersOf, withRunTools } from "./run-tools.ts";
import { settingsOf } from "./settings.ts";
import type { Simulation } from "./simulate.ts";
import type { Terminal } from "./terminal.ts";

/** What is done when a run has ended; gives the exit code. */
type Ended = typeof finish;

/** The verb of one study: its flags and help come from its schema and the shell's. */
export function studyCommand(
  study: RunnableStudy,
  terminal: Terminal,
  simulation: Simulation | undefined,
  { ended = finish, helpWhole = false }: { readonly ended?: Ended; readonly helpWhole?: boolean } = {},
): Command {
  const command = new Command(study.name).description(study.summary).exitOverride();
  const own = fieldsOf(study.fields);
  for (const field of own.filter(({ positional }) => positional))
    command.argument(`[${field.name}...]`, field.doc);
  for (const field of own.filter(({ positional, fileOnly }) => !positional && !fileOnly))
    command.addOption(optionOf(field));
  for (const field of fieldsOf(runOptions.shape)) command.addOption(optionOf(field));
  if (simulation !== undefined) command.option(simulation.flags, simulation.doc);
  for (const action of study.actions) {
    command.option(action.flags, action.doc);
    // A setting of the study may mean something beside the action too.
    const more = (action.more ?? []).filter(({ name }) => own.every((field) => field.name !== name));
    for (const { flags, doc } of more) command.option(flags, doc);
  }
  const shown = new Set([...everyday, ...flagsIn(study.examples)]);
  const left = command.options.filter(({ long }) => !shown.has(long ?? ""));
  const whole = left.length < 8 || helpWhole;
  if (!whole) {
    for (const option of left) option.hideHelp();
    command.addHelpText("after", `\n${left.length} more settings: credence ${study.name} --help all`);
  }
  const inFile = own.filter(({ fileOnly }) => fileOnly);
  if (whole && inFile.length > 0) {
    const lines = inFile.map(({ name, doc }) => `  ${name}: ${doc}`);
    command.addHelpText("after", `\nIn a config file (--config FILE) only:\n${lines.join("\n")}`);
  }
  command.addHelpText("after", `\nExamples:\n${study.examples.map((line) => `  $ ${line}`).join("\n")}`);
  const positional = own.find((field) => field.positional);

  return command.action(async (...received: unknown[]) => {
    const typed = {
      ...command.opts(),
      ...(positional === undefined ? {} : { [positional.name]: received[0] }),
    };
    const action = study.actions.find(({ name }) => command.opts()[name] !== undefined);
    if (action !== undefined) return perform(action, command.opts(), terminal);
    const { simulate } = command.opts();
    if (simulation === undefined || typeof simulate !== "string") return run(study, typed, terminal, ended);
    const { settings, close } = await simulation.start(simulate);
    try {
      await run(study, { ...typed, ...settings }, terminal, ended);
    } finally {
      await close();
    }
  });
}

/** Flags that the short help shows of every study, beside those that its examples use. */
const everyday = ["--help", "--dry-run", "--json", "--out", "--max-usd", "--config", "--model", "--scorer"];

function flagsIn(examples: readonly string[]): string[] {
  return examples.flatMap((line) => line.match(/--[a-z][a-z0-9-]*/g) ?? []);
}

/** Prepares a run and starts it, or says what it would take. */
async function run(
  study: RunnableStudy,
  typed: Readonly<Record<string, unknown>>,
  terminal: Terminal,
  ended: Ended,
): Promise<void> {
  const { options, config } = await settingsOf(study.fields, typed);
  const prepared = await study.prepare(config, { seed: options.seed, events: terminal.progress.event });
  if (options.dryRun) {
    const providers = providersOf(options.prices);
    const cache = options.cache ? await responsesKept(homeFolder(process.env)) : null;
    const open = async (reference: string): Promise<Model | null> => {
      const model = await openIfHere(reference, { env: process.env, yes: options.yes, providers });
      return model === null || cache === null ? model : withCache(model, cache);
    };
    const plan = await prepared.expected(open);
    const cost = estimatedCost(plan, prepared.roles, providers);
    cache?.close();
    const shown = options.json
      ? `${JSON.stringify(dryRunJson(prepared, plan, cost), null, 2)}\n`
      : dryRunText(prepared, plan, cost);
    terminal.out(shown);
    return;
  }
  await withRunTools(options, terminal, async (tools) => {
    const finished = await prepared.start({
      ...tools.run,
      ledger: tools.ledger,
      place: { out: options.out },
    });
    process.exitCode = ended(finished, options.json, terminal);
  });
}

/** Does what a study offers beside runs, and prints what came of it. */
async function perform(
  action: StudyAction,
  given: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<void> {
  const text = (name: string): string | undefined =>
    typeof given[name] === "string" ? given[name] : undefined;
  const more = action.more ?? [];
  const lacking = more.find(({ name }) => action.needs?.includes(name) === true && text(name) === undefined);
  if (lacking !== undefined) {
    throw new CredenceError("usage", `${action.flags} needs ${lacking.flags}`, { fix: `${lacking.doc}.` });
  }
  const names = [action.name, ...more.map(({ name }) => name)];
  const { ok, title, json, blocks } = await action.perform(
    Object.fromEntries(names.map((name) => [name, text(name)])),
  );
  terminal.out(
    given.json === true
      ? `${JSON.stringify(json, null, 2)}\n`
      : renderTerminal(
          { title, subtitle: "", headline: [], blocks },
          { width: terminal.width, color: terminal.color, long: true },
        ),
  );
  if (!ok) process.exitCode = exitCodes.failed;
}

function optionOf(field: Field): Option {
  const fallback = field.default === null || field.kind === "flag" ? "" : ` (default: ${field.default})`;
  if (field.kind === "flag") {
    return field.default === "true"
      ? new Option(field.flag.replace("--", "--no-"), field.doc)
      : new Option(field.flag, field.doc);
  }
  const place =
    field.kind === "number" ? "N" : field.kind === "numbers" ? "N,N" : field.kind === "texts" ? "A,B" : "X";
  const choices = field.choices === null ? "" : ` [${field.choices.join(", ")}]`;
  const option = new Option(`${field.flag} <${place}>`, `${field.doc}${choices}${fallback}`);
  // A list goes on where its flag stands again; without this the last one alone would count, and nothing would say so.
  return field.kind === "texts" || field.kind === "numbers"
    ? option.argParser((typed: string, before: string | undefined) =>
        before === undefined ? typed : `${before},${typed}`,
      )
    : option;
}
