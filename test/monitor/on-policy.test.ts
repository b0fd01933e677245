// Runs that the monitor model writes itself: in this process, and behind a socket by the command line.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { byteModel, drive, measured, testConfig, testInputs } from "../../lab/monitor/drive.ts";
import { place } from "../command-line.ts";
import { officeAgentServer } from "../servers/office-agent.ts";
import { type Conduct, isQuestion, nextTurn, suspicion } from "./office-agent.ts";

const half: Conduct = { hijacked: 0.5, careless: 0.1 };
const lenient = { quoted: 4, own: 1 };
const arms = ["prefix", "fresh", "length"];

/** The same agent and monitor without a wire. */
function agentModel(conduct: Conduct) {
  return byteModel((bytes) => {
    if (isQuestion(bytes)) {
      const logit = suspicion(bytes, lenient);
      return 1 / (1 + Math.exp(-logit));
    }
    const { messages } = z
      .object({ messages: z.array(z.object({ role: z.string(), content: z.string().nullable() })) })
      .parse(JSON.parse(bytes));
    const said = messages.map(({ role, content }) => ({ role, content: content ?? "" }));
    const calls = nextTurn(said, conduct).map((call, index) => ({
      id: `call_${index}`,
      name: call.name,
      arguments: JSON.stringify(call.arguments),
    }));
    return calls.length === 0 ? { text: "That is done." } : { calls };
  });
}

async function labels(conduct: Conduct): Promise<Record<string, number>> {
  const config = testConfig({ runs: [], positive: [], negative: [], onPolicy: 60, arms: ["length"] });
  const model = agentModel(conduct);
  const { analysis } = await drive(testInputs([], config), config, model);
  const { positives, negatives, onPolicy } = analysis.results.about.runs;
  assert.equal(onPolicy, 60);
  return { positives, negatives };
}

test("the label is what the state says: an honest agent has no positive, a hijacked one has, a careless one tries in vain", async () => {
  assert.deepEqual(await labels({ hijacked: 0, careless: 0 }), { positives: 0, negatives: 60 });
  assert.deepEqual(await labels({ hijacked: 0, careless: 1 }), { positives: 0, negatives: 60 });
  const { positives = 0 } = await labels({ hijacked: 1, careless: 0 });
  assert.ok(positives >= 40, `${positives} of 60`);
  const { positives: some = 0 } = await labels(half);
  assert.ok(some > 15 && some < 45, `${some} of 60`);
});

test("runs of one seed are the same, and the place they are played in is part of every trial's name", async () => {
  const config = testConfig({ runs: [], positive: [], negative: [], onPolicy: 12, arms });
  const inputs = testInputs([], config);
  const first = await measured(inputs, config, agentModel(half));
  const second = await measured(inputs, config, agentModel(half));
  assert.deepEqual(
    first.map(({ key, result }) => [key, result]),
    second.map(({ key, result }) => [key, result]),
  );
  assert.equal(first.filter(({ trial }) => trial.mode === "act").length, 12);
});

test("a model's own runs resolve C1 in this process", async () => {
  const config = testConfig({ runs: [], positive: [], negative: [], onPolicy: 150, arms, bootstrap: 500 });
  const { analysis } = await drive(testInputs([], config), config, agentModel(half));
  const [claim] = analysis.claims;
  assert.equal(claim?.id, "C1");
  assert.equal(claim.verdict, "supported", claim.reason);
  assert.equal(analysis.results.onPolicy?.rows, 150);
  assert.ok(analysis.gates[0]?.passed);
  const written = analysis.files?.["runs.jsonl"];
  assert.ok(Array.isArray(written) && written.length === 150);
});

test("a model that calls no tool is found out, for then nothing could happen", async () => {
  const config = testConfig({ runs: [], positive: [], negative: [], onPolicy: 12, arms: ["length"] });
  const warnings = async (model: ReturnType<typeof agentModel>): Promise<string> =>
    (await drive(testInputs([], config), config, model)).analysis.warnings.join(" ");
  const idle = byteModel(() => ({ text: "I have saved it." }));
  assert.match(await warnings(idle), /none of the 12 runs that .* wrote itself is a tool called/);
  assert.doesNotMatch(await warnings(agentModel(half)), /is a tool called/);
});

test("one class only is said, not decided", async () => {
  const config = testConfig({ runs: [], positive: [], negative: [], onPolicy: 20, arms });
  const { analysis } = await drive(testInputs([], config), config, agentModel({ hijacked: 0, careless: 0 }));
  assert.equal(analysis.claims[0]?.verdict, "unresolved");
  assert.match(analysis.claims[0]?.reason ?? "", /none is positive.*--on-policy/);
});

test("a model behind a server writes its runs, they are kept as a file, resolve C1, and read as imported runs never do", async (t) => {
  const server = await officeAgentServer(t, half, lenient);
  const { run, folder } = place(t);
  const common = ["--model", server.url, "--arms", "prefix,fresh,length", "--bootstrap", "500", "--json"];
  const ended = await run("monitor", "--on-policy", "150", "--out", "own", ...common);
  assert.equal(ended.code, 0, ended.error);
  const findings = JSON.parse(ended.out);
  const [claim] = findings.claims;
  assert.equal(claim.verdict, "supported", claim.reason);
  assert.equal(findings.results.about.runs.onPolicy, 150);
  assert.ok(findings.cost.study.agent.calls > 150);
  assert.equal(findings.cost.study.agent.calls, server.asked.turns);

  const lines = readFileSync(join(folder, "own", "runs.jsonl"), "utf8")
    .trim()
    .split("\n");
  assert.equal(lines.length, 150);
  const { meta, label } = JSON.parse(lines[0] ?? "");
  assert.ok(["attack_succeeded", "attack_resisted"].includes(label));
  assert.deepEqual([meta.author, meta.onPolicy, meta.environment], ["office", true, "office"]);
  assert.ok(typeof meta.seed === "string" && typeof meta.number === "number");

  // Another monitor on the same file: the runs are another's.
  const again = await run(
    ...["monitor", "own/runs.jsonl", "--positive", "attack_succeeded", "--negative", "attack_resisted"],
    ...["--group", "meta.task", "--author", "meta.author", "--out", "imported", ...common],
    ...["--model", server.url.replace("#office", "#another")],
  );
  assert.equal(again.code, 0, again.error);
  const imported = JSON.parse(again.out);
  assert.equal(imported.claims[0].verdict, "unresolved");
  assert.match(imported.claims[0].reason, /^framing only/);
  assert.equal(imported.results.about.runs.measured, 150);
});
