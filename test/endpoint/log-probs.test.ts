// Log-probabilities of first tokens: asked for without a call more, shown where they are given, dropped where they are refused, never weighed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Driven, driveEndpoint } from "../../lab/endpoint/drive.ts";
import { inWorld } from "../../lab/endpoint/in-world.ts";
import { inProcess, streamed } from "../../lab/in-process.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { endpoint } from "../../src/studies/endpoint/index.ts";
import { targetsOf } from "../../src/studies/endpoint/targets.ts";
import { parseKnobs, simulatedEndpoint } from "../../src/worlds/endpoints/index.ts";

const prefill = { test: ["prefill"] };

const shown = ({ analysis }: Driven) => {
  const { prefill: found } = analysis.results;
  assert.ok(found !== null);
  return found;
};

test("a fake whose words are known shares its first token with its imitation, in every API that tells", async () => {
  for (const api of ["chat", "responses"]) {
    const cont = shown(
      await inWorld(`mechanism=CONT,skill=0.5,api=${api}`, { settings: { ...prefill, calls: 90 } }),
    );
    assert.equal(cont.logProbs.asked, "given", api);
    assert.ok((cont.logProbs.apart.cont ?? 1) < 1e-6, api);
    assert.ok((cont.logProbs.apart.drop ?? 0) > 0.2, api);
    const open = shown(await inWorld(`skill=0.2,api=${api}`, { settings: prefill }));
    assert.ok((open.logProbs.apart.cont ?? 0) > 0.3, api);
    assert.ok((open.logProbs.first.target ?? -9) > -0.5, api);
  }
  const raw = shown(await inWorld("skill=0.2,api=completions,template=plain", { settings: prefill }));
  assert.equal(raw.logProbs.asked, "given");
  const none = shown(await inWorld("skill=0.2,api=messages", { settings: prefill }));
  assert.equal(none.logProbs.asked, "not asked");
});

test("what first tokens show changes no verdict", async () => {
  const given = await inWorld("mechanism=CONT,skill=0.2", { settings: prefill });
  const hidden = given.outcomes.map((outcome) =>
    "value" in outcome.result && outcome.result.value.kind === "reply"
      ? {
          ...outcome,
          result: { value: { ...outcome.result.value, firstTokens: [{ token: "?", logProb: 0 }] } },
        }
      : outcome,
  );
  const again = await endpoint.analyze(
    given.config,
    { targets: targetsOf(given.config), saved: [] },
    streamed(hidden),
    {
      ...{ random: random("1").fork("analyze"), workers: inProcess, progress: () => {}, models: {} },
      registeredAt: "2026-01-01T00:00:00.000Z",
    },
  );
  const before = shown(given);
  const after = again.results.prefill;
  assert.notDeepEqual(after?.logProbs, before.logProbs);
  assert.deepEqual({ ...after, logProbs: null }, { ...before, logProbs: null });
});

/** Bodies of all requests that were sent to an endpoint, each with the status of its answer. */
async function watched(
  knobs: string,
  refuses: (body: Record<string, unknown>) => boolean = () => false,
): Promise<{
  readonly driven: Driven;
  readonly sent: readonly (readonly [Record<string, unknown>, number])[];
}> {
  const server = simulatedEndpoint(parseKnobs(knobs), { sleep: async () => {} });
  const sent: (readonly [Record<string, unknown>, number])[] = [];
  const driven = await driveEndpoint("http://127.0.0.1:1/v1#m", {
    settings: prefill,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const body: Record<string, unknown> = JSON.parse(await request.clone().text());
      const answer = refuses(body)
        ? Response.json({ error: { message: "unknown member" } }, { status: 400 })
        : await server.fetch(request);
      sent.push([body, answer.status]);
      return answer;
    },
  });
  return { driven, sent };
}

test("an endpoint that refuses or ignores the members ends as before, and is asked once", async () => {
  for (const [knob, asked] of [
    ["refused", "refused"],
    ["off", "not given"],
  ] as const) {
    for (const [mechanism, verdict] of [
      ["TRUE", "honoured"],
      ["DROP", "not honoured"],
      ["REJECT", "rejected"],
    ] as const) {
      const { driven, sent } = await watched(`mechanism=${mechanism},skill=0.2,logprobs=${knob}`);
      const found = shown(driven);
      assert.deepEqual([found.verdict, found.logProbs.asked], [verdict, asked], `${knob}, ${mechanism}`);
      assert.equal(sent.filter(([body]) => "logprobs" in body).length, 1);
      assert.equal(driven.analysis.results.endpoints[0]?.offRefused, false);
    }
  }
});

test("an endpoint that refuses both settings of the first look is asked with neither", async () => {
  const { driven, sent } = await watched(
    "skill=0.2",
    (body) => "logprobs" in body || "chat_template_kwargs" in body,
  );
  const found = shown(driven);
  assert.equal(found.verdict, "honoured");
  assert.equal(found.logProbs.asked, "refused");
  assert.equal(driven.analysis.results.endpoints[0]?.offRefused, true);
  assert.equal(sent.filter(([, status]) => status === 400).length, 2, "the first look alone is refused");
});

test("no question of its own is asked for log-probabilities", async () => {
  const [on, off] = [
    await watched("mechanism=DROP,skill=0.2"),
    await watched("mechanism=DROP,skill=0.2,logprobs=off"),
  ];
  assert.equal(on.sent.length, off.sent.length);
  assert.ok(on.sent.some(([body]) => "logprobs" in body && JSON.stringify(body).includes("boat")));
});
