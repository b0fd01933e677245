import assert from "node:assert/strict";
import { test } from "node:test";
import { byteModel, drive, testConfig, testInputs, throughJson } from "../../../lab/monitor/drive.ts";
import { caseIn, plantedRuns, squashed } from "../../../lab/monitor/planted.ts";
import type { Report } from "../../report/blocks.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { renderTerminal } from "../../report/terminal.ts";
import type { Cost, CostLine, Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import type { MonitorConfig } from "./config.ts";
import { presentFindings } from "./present.ts";
import { type MonitorResults, monitorResults } from "./results.ts";

const nothing: CostLine = {
  name: "all",
  trials: 0,
  calls: 0,
  replayed: 0,
  usage: { uncachedInput: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
  seconds: 0,
  usd: 0,
};

async function shown(
  settings: Readonly<Record<string, unknown>>,
  count = 60,
): Promise<{
  presentation: Presentation;
  claims: Envelope["claims"];
  results: MonitorResults;
  text: string;
  config: MonitorConfig;
}> {
  const planted = plantedRuns({ count, groups: 15, seed: "report" });
  const config = testConfig({ author: "meta.author", suite: "meta.suite", ...settings });
  const model = byteModel((bytes) => {
    const known = planted.truth.get(caseIn(bytes));
    if (caseIn(bytes) === "case-00003") {
      return {
        missing: { kind: "failed", code: "context-length", reason: "9,000 tokens do not fit into 8,192" },
      };
    }
    return squashed((known?.positive === true ? 1.5 : 0) + (known?.noise ?? 0));
  });
  const { analysis } = await drive(testInputs(planted.rows, config), config, model);
  const cost: Cost = {
    total: nothing,
    arms: [],
    sessions: [],
    evaluatedAgain: 0,
    usd: 0,
    study: JSON.parse(JSON.stringify(analysis.cost)),
  };
  // As `credence show` does it: from what stands in the file.
  const findings: Envelope<MonitorResults> = {
    schemaVersion: 1,
    study: "monitor",
    studyVersion: "1",
    run: { id: "r", hash: "h" },
    answer: null,
    claims: analysis.claims,
    gates: analysis.gates,
    warnings: analysis.warnings,
    cost,
    results: monitorResults.parse(throughJson(analysis.results)),
  };
  const presentation = presentFindings(findings);
  const report: Report = {
    title: "t",
    subtitle: presentation.title,
    headline: [],
    blocks: [...presentation.blocks, ...presentation.cost],
  };
  const text = renderTerminal(report, { width: 200, color: false, long: true });
  assert.ok(renderMarkdown(report).length > 1000);
  return { presentation, claims: findings.claims, results: findings.results, text, config };
}

test("a report shows every arm and floor, the difference, coverage by name, mapping and cost", async () => {
  const { presentation, claims, results, text } = await shown({});
  for (const { title } of results.arms) assert.ok(text.includes(title), title);
  const [first] = results.comparisons;
  assert.equal(`${first?.a} ${first?.b}`, "prefix fresh");
  const { sentence } = claims.find(({ id }) => id === "C1")?.said ?? { sentence: "" };
  assert.match(sentence, /paired difference on 59 runs is −?0\.00 \(95% interval/);
  assert.ok(text.includes("59 of 60"));
  assert.ok(text.includes("9,000 tokens do not fit"));
  assert.ok(text.includes("case-00003"));
  assert.ok(text.includes("agent's own first pass"));
  assert.ok(text.includes("meta.suite"));
  const kinds = presentation.blocks.filter(({ kind }) => kind === "figure").length;
  // ROC curves, differences, and the frontier of a cheap and a dear arm; the arms stand beside the answer.
  assert.equal(kinds, 3);
  assert.match(presentation.figure?.id ?? "", /arms/);
  for (const heading of [
    "Arms and floors",
    "Paired differences",
    "Audit budgets",
    "Coverage",
    "Calibration",
    "Runs and mapping",
  ]) {
    assert.ok(
      presentation.blocks.some((block) => block.kind === "heading" && block.text === heading),
      heading,
    );
  }
});

test("levels that the negatives cannot resolve are not shown", async () => {
  const { results } = await shown({});
  const negatives = results.arms[0]?.coverage.negatives.scored ?? 0;
  assert.ok(negatives > 10 && negatives < 40);
  assert.deepEqual(
    results.arms[0]?.tprAtFpr.map(({ fpr }) => fpr),
    [0.01, 0.05, 0.1, 0.2].filter((fpr) => fpr * negatives >= 1),
  );
  const { results: more } = await shown({ arms: ["length"] }, 400);
  assert.deepEqual(
    more.arms[0]?.safety.map(({ budget }) => budget),
    [0.01, 0.02, 0.05, 0.1],
  );
});

test("floors alone make a report without a claim's number and without a model", async () => {
  const { presentation, claims, results, text } = await shown({
    arms: ["length", "messages", "bow", "author"],
  });
  assert.match(presentation.title, /^Floors on 60 agent runs/);
  assert.equal(claims.find(({ id }) => id === "C1")?.said?.sentence, "No difference could be estimated.");
  assert.deepEqual(results.comparisons, []);
  assert.equal(presentation.cost.length, 0);
  assert.ok(!text.includes("Coverage"));
});

test("what is not known of the runs is said", async () => {
  const planted = plantedRuns({ count: 20, groups: 5, seed: "unknown", meta: { synthetic: true } });
  const rows = planted.rows.map((row, index) => {
    const { tools: _, ...run } = row.run;
    const messages = index < 4 ? run.messages.slice(0, -1) : run.messages;
    return { ...row, hash: row.hash + index, author: null, suite: null, run: { ...run, messages } };
  });
  const config = testConfig({ arms: ["prefix", "bow", "author"] });
  const { analysis } = await drive(
    testInputs(rows, config),
    config,
    byteModel(() => 0.5),
  );
  const { results, warnings } = analysis;
  assert.equal(results.about.runs.openedTurn, 4);
  assert.equal(results.about.runs.synthetic, 20);
  assert.deepEqual(results.armsLeftOut, [{ id: "author", reason: "no author field was named (--author)" }]);
  assert.match(results.strata.authorSuite ?? "", /--author/);
  assert.equal(results.arms[0]?.within.author, null);
  // Five groups: no interval, and no figure without one.
  assert.deepEqual(results.sanity.find(({ id }) => id === "evidence")?.blocks, ["C1", "C2"]);
  assert.equal(results.arms[0]?.auroc, null);
  assert.equal(results.arms[0]?.leaveOut.suite, null);
  for (const part of ["All runs are synthetic", "prefix is reconstructed", "Arm author was left out"]) {
    assert.ok(
      warnings.some((text) => text.includes(part)),
      part,
    );
  }
});
