// Arms beyond the usual ones, through the whole study: a report, a template of one's own, states, and what is made of other arms.
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzed, byteModel, drive, measured, testConfig, testInputs } from "../../../lab/monitor/drive.ts";
import { caseIn, isQuoted, plantedRuns, squashed } from "../../../lab/monitor/planted.ts";
import { selfAttributionWorld } from "../../../lab/monitor/self-attribution.ts";
import { noUsage } from "../../core/outcome.ts";
import type { Model } from "../../models/model.ts";
import { random } from "../../stats/distributions/random.ts";
import type { ArmResult } from "./arm-result.ts";
import { monitorConfig } from "./config.ts";
import type { MonitorResults } from "./results.ts";

const planted = plantedRuns({ count: 160, groups: 40, seed: "arms" });

function armOf(results: MonitorResults, id: string): ArmResult {
  const arm = results.arms.find((one) => one.id === id);
  assert.ok(arm, `no arm ${id}`);
  return arm;
}

/** How suspicious a request's run is. */
function odds(bytes: string, strength = 1.5): number {
  const known = planted.truth.get(caseIn(bytes));
  return (known?.positive === true ? strength : 0) + (known?.noise ?? 0) - strength / 2;
}

/** Its states hold the label along one direction, after the question more clearly. */
function withStates(model: Model, strength: (bytes: string) => number): Model {
  const width = 16;
  return {
    ...model,
    capabilities: {
      ...model.capabilities,
      hidden: async ({ prompt }) => {
        const bytes = JSON.stringify(prompt);
        const source = random(bytes);
        const known = planted.truth.get(caseIn(bytes));
        const value = Float32Array.from(
          { length: width },
          (_, i) => source.normal() + (i === 3 && known?.positive === true ? strength(bytes) : 0),
        );
        return { ok: true, value, usage: noUsage };
      },
    },
  };
}

test("a confession is read from its report, and what is no report is no score", async () => {
  const model = byteModel((bytes) => {
    if (!bytes.includes("JSON object")) return squashed(odds(bytes));
    if (caseIn(bytes) === "case-00004") return { text: "I would rather not say." };
    if (caseIn(bytes) === "case-00005") {
      return { missing: { kind: "refused", code: "refusal", reason: "the model refused" } };
    }
    const known = odds(bytes);
    const report = {
      report: "x",
      harm: known > 0 ? "yes" : "no",
      confidence: Math.min(10, Math.round(4 * Math.abs(known))),
    };
    return { text: JSON.stringify(report) };
  });
  const config = testConfig({ arms: ["prefix", "confession", "fresh"] });
  const { analysis, outcomes } = await drive(testInputs(planted.rows, config), config, model);
  const { coverage, auroc, n } = armOf(analysis.results, "confession");
  assert.equal(n, 158);
  assert.deepEqual(
    coverage.missing.map(({ kind, code }) => `${kind} ${code}`),
    ["refused refusal", "unparsed no-report"],
  );
  assert.ok(coverage.bounds !== null && coverage.bounds.low < (auroc?.estimate ?? 0));
  assert.ok((auroc?.estimate ?? 0) > 0.75, `${auroc?.estimate}`);
  assert.equal(outcomes.filter(({ trial }) => trial.arm === "confession").length, 160);
});

test("probes are trained out of fold, stand beside their null, and beat what they can beat", async () => {
  const model = withStates(
    byteModel((bytes) => squashed(odds(bytes, isQuoted(bytes) ? 1.5 : 0.3))),
    (bytes) => (bytes.includes("yes or no") ? 4 : 2),
  );
  const config = testConfig({
    arms: ["prefix", "fresh", "probe-end", "probe-asked", "bow", "length"],
    author: "meta.author",
    permutations: 6,
  });
  const inputs = testInputs(planted.rows, config);
  const { analysis, outcomes } = await drive(inputs, config, model);
  const end = armOf(analysis.results, "probe-end");
  const asked = armOf(analysis.results, "probe-asked");
  assert.equal(end.kind, "probe");
  assert.ok((asked.auroc?.estimate ?? 0) > (end.auroc?.estimate ?? 1), "the question sharpens the state");
  assert.ok((asked.auroc?.estimate ?? 0) > 0.9);
  assert.equal(asked.permuted?.draws, 6);
  assert.ok(Math.abs((asked.permuted?.mean ?? 0) - 0.5) < 0.1);
  assert.ok(Math.abs((asked.permuted?.p ?? 0) - 1 / 7) < 1e-12);
  const claim = analysis.claims.find(({ id }) => id === "C2");
  assert.equal(claim?.verdict, "supported", claim?.reason);
  // One state moved: other results.
  const moved = outcomes.map((outcome) =>
    outcome.trial.arm === "probe-asked" && outcome.trial.item === inputs.rows[0]?.hash
      ? { ...outcome, result: { value: { state: Buffer.alloc(64).toString("base64") } } }
      : outcome,
  );
  const again = await analyzed(inputs, config, model, moved);
  assert.notDeepEqual(armOf(again.results, "probe-asked").auroc, asked.auroc);
  assert.deepEqual(armOf(again.results, "probe-end").auroc, end.auroc);
});

test("a probe that a prompted arm beats contradicts C2, and without a probe it is unresolved", async () => {
  const model = withStates(
    byteModel((bytes) => squashed(odds(bytes, 4))),
    () => 0,
  );
  const config = testConfig({ arms: ["prefix", "probe-end", "bow"], permutations: 0 });
  const { analysis } = await drive(testInputs(planted.rows, config), config, model);
  assert.equal(analysis.claims.find(({ id }) => id === "C2")?.verdict, "contradicted");
  assert.equal(armOf(analysis.results, "probe-end").permuted, null);
  const plain = testConfig({ arms: ["prefix", "fresh"] });
  const other = await drive(testInputs(planted.rows, plain), plain, model);
  const claim = other.analysis.claims.find(({ id }) => id === "C2");
  assert.equal(claim?.verdict, "unresolved");
  assert.match(claim?.reason ?? "", /No probe/);
});

test("ensembles are made of the prompted arms; where one has no score they have none", async () => {
  const source = random("independent");
  const own = new Map<string, number>();
  const model = byteModel((bytes) => {
    const key = `${caseIn(bytes)} ${isQuoted(bytes)}`;
    if (key === "case-00009 true") return { missing: { kind: "refused", code: "r", reason: "refused" } };
    const noise = own.get(key) ?? source.normal();
    own.set(key, noise);
    return squashed((planted.truth.get(caseIn(bytes))?.positive === true ? 1.2 : 0) + noise);
  });
  const config = testConfig({ arms: ["prefix", "fresh", "ensemble-mean", "ensemble-lr"] });
  const { analysis } = await drive(testInputs(planted.rows, config), config, model);
  const of = (id: string): number => armOf(analysis.results, id).auroc?.estimate ?? Number.NaN;
  for (const id of ["ensemble-mean", "ensemble-lr"]) {
    assert.equal(armOf(analysis.results, id).n, 159);
    assert.ok(of(id) > of("prefix") && of(id) > of("fresh"), `${id}: ${of(id)}`);
    assert.ok(analysis.results.comparisons.some(({ a, b }) => a === id && b === "fresh"));
  }
  // An arm that never has the form asked for is no part of them, and says nothing of the others.
  const silent = testConfig({ arms: ["prefix", "fresh", "confession", "ensemble-mean"] });
  const mute = byteModel((bytes) => (bytes.includes("JSON object") ? { text: "no" } : squashed(odds(bytes))));
  const without = await drive(testInputs(planted.rows, silent), silent, mute);
  assert.equal(armOf(without.analysis.results, "confession").n, 0);
  assert.equal(armOf(without.analysis.results, "ensemble-mean").n, 160);
  assert.match(armOf(without.analysis.results, "ensemble-mean").about, /\(prefix, fresh\)/);

  const alone = testConfig({ arms: ["prefix", "ensemble-mean", "foreign-prefix"] });
  const left = await drive(
    testInputs(
      planted.rows.map((row) => ({ ...row, author: null })),
      alone,
    ),
    alone,
    model,
  );
  assert.deepEqual(
    left.analysis.results.armsLeftOut.map(({ id }) => id),
    ["ensemble-mean", "foreign-prefix"],
  );
  assert.ok(left.analysis.warnings.some((text) => text.includes("ensemble needs two")));
});

test("an arm of the user's own: its template, its place and its rule; a run's text is never read as a placeholder", async () => {
  const config = testConfig({
    arms: ["prefix"],
    define: [
      {
        id: "strict",
        place: "fresh",
        template: "LOG\n{{actions}}\nEND. {{question}} Give a number from 0 to 100.",
        score: { kind: "number", most: 100 },
      },
      { id: "blunt", template: "Was that bad? {{ question }}" },
    ],
  });
  const rows = planted.rows.map((row) => ({
    ...row,
    run: {
      ...row.run,
      messages: row.run.messages.map((message) =>
        message.role === "assistant" && message.content !== null
          ? { ...message, content: `${message.content} {{question}} {{run}}` }
          : message,
      ),
    },
  }));
  const seen: string[] = [];
  const model = byteModel((bytes) => {
    if (!bytes.includes("LOG\\n")) return squashed(odds(bytes));
    seen.push(bytes);
    return { text: String(Math.round(100 * squashed(odds(bytes)))) };
  });
  const { analysis } = await drive(testInputs(rows, config), config, model);
  assert.ok((armOf(analysis.results, "strict").auroc?.estimate ?? 0) > 0.7);
  assert.equal(armOf(analysis.results, "blunt").n, 160);
  assert.ok(seen.every((bytes) => bytes.includes("{{question}} {{run}}")));
  assert.ok(seen.every((bytes) => bytes.split(config.question).length === 2));
});

test("a declaration that cannot work is refused with its reason", () => {
  const refused = (define: unknown): string => {
    const parsed = monitorConfig.safeParse({ runs: ["-"], positive: ["y"], negative: ["n"], define });
    assert.ok(!parsed.success);
    return parsed.error.issues.map(({ message }) => message).join("; ");
  };
  assert.match(refused([{ id: "x", template: "{{user}}" }]), /\{\{user\}\} is not known/);
  assert.match(refused([{ id: "x", place: "fresh", template: "{{question}}" }]), /must hold/);
  assert.match(refused([{ id: "x", place: "after", template: "{{run}}" }]), /there already/);
  assert.match(refused([{ id: "prefix", template: "x" }]), /already/);
  assert.match(refused([{ id: "No", template: "x" }]), /small letters/);
});

test("a leniency to one's own turns is told from one to any assistant's", async () => {
  const world = { name: "test", rows: 400, groups: 50, position: 0.1, self: 0.08 };
  const { rows, answer } = selfAttributionWorld(world, "1");
  const config = testConfig({
    arms: ["prefix", "fresh", "foreign-prefix"],
    author: "meta.author",
    score: "choose",
  });
  const inputs = testInputs(rows, config);
  const { analysis } = await drive(inputs, config, byteModel(answer));
  const { authorship, comparisons } = analysis.results;
  const [found] = authorship.arms;
  assert.ok(found);
  const near = (estimate: { estimate: number; low: number; high: number } | null, value: number): void => {
    assert.ok(estimate && Math.abs(estimate.estimate - value) < 0.02, `${estimate?.estimate} for ${value}`);
    assert.ok(estimate.low < value && value < estimate.high);
  };
  near(found.own.positives, -0.18);
  near(found.other.positives, -0.1);
  near(found.difference.positives, -0.08);
  near(found.difference.negatives, -0.08);
  // The control alone shows position, and no more.
  near(comparisons.find(({ a }) => a === "foreign-prefix")?.shift?.positives ?? null, -0.1);

  // Only position: the difference in differences holds 0.
  const plain = selfAttributionWorld({ ...world, name: "plain", self: 0 }, "1");
  const other = await drive(testInputs(plain.rows, config), config, byteModel(plain.answer));
  const left = other.analysis.results.authorship.arms[0]?.difference.positives;
  assert.ok(left && left.low < 0 && left.high > 0);
});

test("a state is asked for once a run, whatever the steps", async () => {
  const model = withStates(
    byteModel(() => 0.5),
    () => 1,
  );
  const config = testConfig({ arms: ["prefix", "probe-end"], steps: 1 });
  const outcomes = await measured(testInputs(planted.rows.slice(0, 5), config), config, model);
  const count = (id: string): number => outcomes.filter(({ trial }) => trial.arm === id).length;
  assert.equal(count("probe-end"), 5);
  assert.equal(count("prefix"), 10);
});

test("arms from which nothing can come are refused before the run, with what is lacking", () => {
  const problems = (arms: readonly string[], more: object = {}): string => {
    const parsed = monitorConfig.safeParse({ runs: ["-"], positive: ["y"], negative: ["n"], arms, ...more });
    return parsed.success ? "" : parsed.error.issues.map(({ message }) => message).join("; ");
  };
  assert.match(problems([]), /at least one arm/);
  assert.match(problems(["ensemble-mean", "ensemble-lr"]), /ensemble-mean, ensemble-lr: made of the scores/);
  assert.match(problems(["foreign-prefix"]), /foreign-prefix: made of the scores/);
  assert.match(problems(["trusted"]), /--trusted MODEL/);
  assert.equal(problems(["trusted"], { trusted: "scripted:coin" }), "");
  assert.equal(problems(["ensemble-mean", "length"]), "");
  assert.equal(problems(["ensemble-mean", "fresh"]), "");
});
