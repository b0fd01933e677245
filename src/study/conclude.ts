import type { Json } from "../core/json.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import type { Report } from "../report/blocks.ts";
import { renderHtml } from "../report/html.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { codeHash } from "./code-hash.ts";
import { costOf } from "./cost.ts";
import type { Envelope } from "./envelope.ts";
import { replayed } from "./replayed.ts";
import { reportOf } from "./report-shell.ts";
import type { ReportOptions } from "./runnable.ts";
import type { Study, TrialShape } from "./study.ts";

/** What a run comes to. */
export interface Conclusion {
  readonly findings: Envelope;
  readonly report: Report;
  /** Files of the study's own, as written into the run. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Analyses a run's journal and writes `findings.json`, `report.html` and `report.md` into it. Needs nothing but the
 * run: `results` is the same, bit for bit, wherever and whenever this is done.
 */
export async function conclude<
  Config,
  Inputs,
  Trial extends TrialShape,
  Value extends Json,
  Results extends Json,
>(
  study: Study<Config, Inputs, Trial, Value, Results>,
  config: Config,
  inputs: Inputs,
  run: RunRecord,
  options: ReportOptions,
): Promise<Conclusion> {
  const { registration } = run;
  const { outcomes, context } = replayed(study, config, inputs, run, options);
  const analysis = await study.analyze(config, inputs, outcomes, context);
  const findings: Envelope<Results> = {
    schemaVersion: 1,
    study: study.name,
    studyVersion: study.version,
    run: { id: run.id, hash: run.hash },
    answer: analysis.answer ?? null,
    claims: analysis.claims.map((claim) => {
      const believed = registration.credences[`${study.name}/${claim.id}`];
      return believed === undefined ? claim : { ...claim, credence: believed.credence };
    }),
    gates: analysis.gates,
    cost: await costOf(
      run.records(),
      (role) => (role === null ? null : (registration.models[role]?.price ?? null)),
      analysis.cost,
    ),
    warnings: [...analysis.warnings, ...deviations(run)],
    results: analysis.results,
  };
  const report = reportOf(findings, registration, run, study.present(findings));
  await run.writeFile("findings.json", `${JSON.stringify(findings, null, 2)}\n`);
  await run.writeFile("report.json", `${JSON.stringify(report, null, 2)}\n`);
  await run.writeFile("report.md", renderMarkdown(report));
  await run.writeFile("report.html", await renderHtml(report));
  const files = Object.fromEntries(
    Object.entries(analysis.files ?? {}).map(([name, content]) => [
      name,
      Array.isArray(content)
        ? content.map((line) => `${JSON.stringify(line)}\n`).join("")
        : `${JSON.stringify(content, null, 2)}\n`,
    ]),
  );
  for (const [name, text] of Object.entries(files)) await run.writeFile(name, text);
  await options.witness?.(run, await run.seal());
  return { findings, report, files };
}

/** Where the run departed from what was registered. */
function deviations(run: RunRecord): string[] {
  const out: string[] = [];
  if (run.status === "stopped") out.push("Deviation: the budget ended the run before its plan was done.");
  if (run.status === "interrupted") out.push("Deviation: the run was interrupted before its plan was done.");
  const { faults } = run.integrity;
  if (faults.length > 0) {
    const [first] = faults;
    out.push(
      `Deviation: ${faults.length === 1 ? "a line" : `${faults.length} lines`} of the journal ${faults.length === 1 ? "does" : "do"} not fit: line ${first?.line}: ${first?.what}. credence check ${run.id} names all.`,
    );
  }
  if (codeHash() !== run.registration.code) {
    out.push("Deviation: analysed with other code than was registered.");
  }
  return out;
}
