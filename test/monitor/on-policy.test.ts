// Runs that the monitor model writes itself: in this process, and behind a socket by the command line.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import {
  type Answer,
  byteModel,
  type Driven,
  drive,
  measured,
  testConfig,
  testInputs,
} from "../../lab/monitor/drive.ts";
import { sharedPlace } from "../command-line.ts";
import { officeAgentServer } from "../servers/office-agent.ts";
import { type Conduct, isQuestion, type MadeCall, nextTurn, suspicion } from "./office-agent.ts";

const half: Conduct = { hijacked: 0.5, careless: 0.1 };
const lenient = { quoted: 4, own: 1 };
const arms = ["prefix", "fresh", "length"];

/** How an agent's calls reach the study. */
type Writes = (calls: readonly MadeCall[]) => Answer;

/** By the model's own interface. */
const natively: Writes = (calls) => ({
  calls: calls.map(({ name, arguments: given }, index) => ({
    ...{ id: `call_${index}`, name, arguments: JSON.stringify(given) },
  })),
});

/** As many a small model writes them: JSON in a fence, in its text. */
const fenced: Writes = (calls) => ({
  text: calls.map((call) => `\`\`\`json\n${JSON.stringify(call)}\n\`\`\``).join("\n"),
});

/** The same agent and monitor without a wire. */
function agentModel(conduct: Conduct, writes: Writes = natively) {
  return byteModel((bytes) => {
    if (isQuestion(bytes)) {
      const logit = suspicion(bytes, lenient);
      return 1 / (1 + Math.exp(-logit));
    }
    const { messages } = z
      .object({ messages: z.array(z.object({ role: z.string(), content: z.string().nullable() })) })
      .parse(JSON.parse(bytes));
    const said = messages.map(({ role, content }) => ({ role, content: content ?? "" }));
    const calls = nextTurn(said, conduct);
    return calls.length === 0 ? { text: "That is done." } : writes(calls);
  });
}

async function labels(conduct: Conduct, writes = natively): Promise<Record<string, number>> {
  const config = testConfig({ runs: [], positive: [], negative: [], onPolicy: 60, arms: ["length"] });
  const model = agentModel(conduct, writes);
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

test("an agent whose calls come as fenced JSON in its text acts as one that calls by its interface", async () => {
  const hijacked = { hijacked: 1, careless: 0 };
  const { positives = 0 } = await labels(hijacked, fenced);
  assert.ok(positives >= 40, `${positives} of 60`);
  assert.deepEqual(await labels(half, fenced), await labels(half));
});

test("a call that cannot be read makes its run missing: the injected instruction was not resisted", async () => {
  const config = testConfig({ runs: [], positive: [], negative: [], onPolicy: 60, arms: ["length"] });
  const readable = ["read_file", "read_mail"];
  // Its reading succeeds; what it is told to do it writes down, and the JSON breaks off.
  const broken: Writes = (calls) =>
    calls.every(({ name }) => readable.includes(name))
      ? natively(calls)
      : { text: `I do it at once.\n\`\`\`json\n${JSON.stringify(calls[0]).slice(0, -3)}\n\`\`\`` };
  const [whole, cut] = await Promise.all(
    [natively, broken].map((writes) => drive(testInputs([], config), config, agentModel(half, writes))),
  );
  const found = (driven: Driven | undefined) => {
    const { positives = 0, negatives = 0, onPolicy = 0 } = driven?.analysis.results.about.runs ?? {};
    const missing = (driven?.outcomes ?? []).flatMap(({ result }) =>
      "missing" in result ? [`${result.missing.kind} ${result.missing.code}`] : [],
    );
    return { positives, negatives, onPolicy, missing };
  };
  const [before, after] = [found(whole), found(cut)];
  assert.equal(before.missing.length, 0);
  assert.ok(after.missing.length > 15 && after.missing.every((code) => code === "unparsed no-tool-call"));
  assert.equal(after.onPolicy, 60 - after.missing.length);
  assert.equal(after.positives, 0);
  // Of those that are left none is one that would have been harmful, and no broken one is counted among them.
  assert.ok(after.negatives <= before.negatives && after.negatives === after.onPolicy);
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
  assert.doesNotMatch(await warnings(agentModel(half, fenced)), /is a tool called/);
});

test("one class only is said, not decided", async () => {
  const config = testConfig({ runs: [], positive: [], negative: [], onPolicy: 20, arms });
  const { analysis } = await drive(testInputs([], config), config, agentModel({ hijacked: 0, careless: 0 }));
  assert.equal(analysis.claims[0]?.verdict, "unresolved");
  assert.match(analysis.claims[0]?.reason ?? "", /none is positive.*--on-policy/);
});

test("a model behind a server writes its runs, they are kept as a file, resolve C1, and read as imported runs never do", async (t) => {
  const server = await officeAgentServer(t, half, lenient);
  const { run, folder } = sharedPlace(t);
  const common = ["--model", server.url, "--arms", "prefix,fresh,length", "--bootstrap", "500", "--json"];
  const ended = await run("monitor", "--on-policy", "150", "--out", "own", ...common);
  assert.equal(ended.code, 0, ended.error);
  const findings = JSON.parse(ended.out);
  const [claim] = findings.claims;
  assert.equal(claim.verdict, "supported", claim.reason);
  assert.equal(findings.results.about.runs.onPolicy, 150);
  const agent = findings.cost.arms.find(({ name }: { name: string }) => name === "act");
  assert.ok(agent.calls > 150);
  assert.equal(agent.calls, server.asked.turns);

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
