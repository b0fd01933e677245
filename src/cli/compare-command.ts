import { Command } from "commander";
import { compareRuns, comparisonReport, type Side } from "../compare/compare.ts";
import { writeWhole } from "../ledger/files.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import { renderHtml } from "../report/html.ts";
import { renderTerminal } from "../report/terminal.ts";
import { loadStudy } from "../studies/index.ts";
import { threads } from "../study/workers.ts";
import { usualLedger } from "./run-tools.ts";
import type { Terminal } from "./terminal.ts";

/** `credence compare A B`: two runs side by side, what both measured paired. */
export function compareCommand(terminal: Terminal): Command {
  return new Command("compare")
    .argument("<a>", "folder, name, or at least three letters of the id")
    .argument("<b>", "the other")
    .description("two runs side by side: settings, claims, and what both measured, paired")
    .option("--long", "all of it: settings, claims, every figure")
    .option("--html <file>", "write it as a page, too")
    .option("--json", "as JSON on stdout")
    .addHelpText(
      "after",
      `
Examples:
  $ credence compare 3f2a 77c1             the same runs by two monitors, or in two wordings of a question
  $ credence compare 3f2a 77c1 --html difference.html`,
    )
    .exitOverride()
    .action(
      async (
        first: string,
        second: string,
        options: { readonly long?: boolean; readonly html?: string; readonly json?: boolean },
      ) => {
        const ledger = await usualLedger(terminal);
        try {
          const a = await sideOf(await ledger.open(first, "read"), terminal);
          const b = await sideOf(await ledger.open(second, "read"), terminal);
          const found = await compareRuns(a, b);
          const report = comparisonReport(a, b, found);
          if (options.html !== undefined) await writeWhole(options.html, await renderHtml(report));
          terminal.out(
            options.json === true
              ? `${JSON.stringify(found, null, 2)}\n`
              : renderTerminal(report, {
                  width: terminal.width,
                  color: terminal.color,
                  long: options.long === true,
                }),
          );
          await a.run.close();
          await b.run.close();
        } finally {
          ledger.close();
        }
      },
    );
}

async function sideOf(run: RunRecord, terminal: Terminal): Promise<Side> {
  const study = await loadStudy(run.registration.study);
  const usable = study?.version === run.registration.studyVersion && run.status === "complete";
  const scored =
    usable && study.scoredRuns !== null
      ? await study.scoredRuns(run, { events: terminal.progress.event, workers: threads() })
      : null;
  terminal.progress.end();
  return { run, scored };
}
