import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { CredenceError } from "../core/error.ts";
import { inspectLogArchive } from "../data/inspect-log.ts";
import { scoredJsonl } from "../data/scored-jsonl.ts";
import type { ScoredRuns } from "../data/scored-runs.ts";
import { writeWhole } from "../ledger/files.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import { plainText } from "../report/escape.ts";
import { loadStudies } from "../studies/index.ts";
import { threads } from "../study/workers.ts";
import { withRun } from "./runs-commands.ts";
import type { Terminal } from "./terminal.ts";

/** A form in which scores are written, by the file's ending. */
interface Form {
  readonly ending: string;
  readonly what: string;
  readonly write: (scored: ScoredRuns, run: RunRecord) => AsyncIterable<string | Uint8Array>;
}

const forms: readonly Form[] = [
  { ending: ".jsonl", what: "one row an agent run and arm", write: (scored) => scoredJsonl(scored) },
  {
    ending: ".eval",
    what: "an Inspect log, one sample an agent run and one score an arm",
    write: (scored, { id, hash, registration: { study, studyVersion, at, version, models } }) =>
      inspectLogArchive(scored, {
        task: `credence/${study}`,
        taskVersion: studyVersion,
        ...{ run: id, hash, at, version },
        model:
          scored.arms.find(({ model }) => model !== null)?.model ??
          Object.values(models)[0]?.reference ??
          null,
      }),
  },
];

/** `credence export RUN --to FILE`: a finished run's scores, for other tools to go on from. */
export function exportCommand(terminal: Terminal): Command {
  return new Command("export")
    .argument("<run>", "folder, name, or at least three letters of the id")
    .description("write a finished run's scores of single agent runs, for other tools")
    .requiredOption("--to <file>", forms.map(({ ending, what }) => `FILE${ending}: ${what}`).join("; "))
    .option("--force", "replace the file if it is there")
    .addHelpText(
      "after",
      `
Examples:
  $ credence export 3f2a --to scores.jsonl      rows for pandas, R or jq
  $ credence export 3f2a --to scores.eval       inspect view --log-dir . ; read_eval_log("scores.eval")
  $ credence monitor scores.eval --label target --positive harmful --negative harmless --group metadata.group`,
    )
    .exitOverride()
    .action(async (name: string, options: { readonly to: string; readonly force?: boolean }) => {
      const form = formOf(options.to);
      refuseUsed(options.to, options.force === true);
      await withRun(name, terminal, async (run, study) => {
        if (study.scoredRuns === null) {
          const able = (await loadStudies())
            .filter(({ scoredRuns }) => scoredRuns !== null)
            .map((one) => one.name);
          throw new CredenceError(
            "input",
            `this is a ${study.name} run; only ${able.join(" and ")} runs hold scores of agent runs`,
            { where: run.folder, fix: `Its findings as JSON: credence show ${run.id} --json` },
          );
        }
        if (run.status !== "complete") {
          throw new CredenceError("input", `the run is not finished; it is ${run.status}`, {
            where: run.folder,
            fix: `Go on with it: credence resume ${run.id}`,
          });
        }
        const scored = await study.scoredRuns(run, { events: terminal.progress.event, workers: threads() });
        terminal.progress.end();
        await written(options.to, form.write(scored, run));
        const [runs, arms] = [[...scored.runs].length, scored.arms.length];
        terminal.out(
          `${plainText(options.to)}: ${runs} agent runs, ${arms} ${arms === 1 ? "arm" : "arms"} (${form.what})\n`,
        );
      });
    });
}

function formOf(file: string): Form {
  const form = forms.find(({ ending }) => file.endsWith(ending));
  if (form !== undefined) return form;
  throw new CredenceError(
    "usage",
    "the file's ending says in which form to write, and this is none of them",
    {
      where: file,
      fix: `Name it ${forms.map(({ ending, what }) => `FILE${ending} (${what})`).join(" or ")}.`,
    },
  );
}

/** Nothing is replaced unasked, and nothing inside a run ever. */
function refuseUsed(file: string, force: boolean): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) {
    throw new CredenceError("usage", "this is a folder", { where: file, fix: "Name a file with --to." });
  }
  const inside = runAround(dirname(resolve(file)));
  if (inside !== null) {
    throw new CredenceError("usage", "a run's folder holds what the run itself wrote and nothing else", {
      where: inside,
      fix: "Name a file outside of it with --to.",
    });
  }
  if (found === undefined || force) return;
  throw new CredenceError("usage", "the file is there already", {
    where: file,
    fix: "Name another, or replace it with --force.",
  });
}

/** The run whose folder a folder is or lies in. */
function runAround(folder: string): string | null {
  if (existsSync(join(folder, "run.json")) && existsSync(join(folder, "outcomes.jsonl"))) return folder;
  const above = dirname(folder);
  return above === folder ? null : runAround(above);
}

async function written(file: string, content: AsyncIterable<string | Uint8Array>): Promise<void> {
  try {
    await writeWhole(file, content);
  } catch (error) {
    if (!(error instanceof CredenceError) || error.code !== "disk") throw error;
    throw new CredenceError("disk", error.message, {
      where: file,
      fix: "Nothing was written. Name a place that can be written with --to, or free some space.",
      cause: error,
    });
  }
}
