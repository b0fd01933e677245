// Servers that the study was not made with: none of them is accused or vouched for against the truth.
import assert from "node:assert/strict";
import { test } from "node:test";
import { driveEndpoint } from "../../lab/endpoint/drive.ts";
import { type Outside, ordinary, outside } from "../../lab/endpoint/outside.ts";
import { answerOf } from "../../src/studies/endpoint/answer.ts";

/** Results of runs against one server, under so many seeds. */
async function runs(server: Partial<Outside>, times: number, settings: Readonly<Record<string, unknown>>) {
  const out = [];
  for (let seed = 0; seed < times; seed++) {
    const { analysis } = await driveEndpoint("http://127.0.0.1:1/v1#m", {
      fetch: outside({ ...ordinary, ...server }, `${seed}`),
      ...{ seed: `${seed}`, settings, width: 1 },
    });
    out.push(analysis.results);
  }
  return out;
}

const prefills = async (server: Partial<Outside>, times = 4) =>
  (await runs(server, times, { test: ["prefill"] })).flatMap(({ prefill }) => prefill ?? []);

test("an honest server is accused by no way of counting tokens, and vouched for where its model allows", async () => {
  for (const usage of ["formula", "characters", "random"] as const) {
    const verdicts = (await prefills({ usage })).map(({ verdict }) => verdict);
    assert.ok(
      verdicts.every((verdict) => verdict === "honoured" || verdict === "undecided"),
      `${usage}: ${verdicts.join()}`,
    );
    assert.ok(verdicts.includes("honoured"), usage);
  }
  for (const { verdict, reason } of await prefills({ usage: "formula", skill: 0.8 })) {
    assert.equal(verdict, "undecided");
    assert.match(reason, /goes on in \d+ of \d+ as well when the turn is faked openly/);
  }
});

test("a careful instruction with dressed counts is read out and quoted", async () => {
  for (const { verdict, shares } of await prefills({ mechanism: "INSTR", usage: "dressed" })) {
    assert.equal(verdict, "not honoured");
    assert.match(shares.exposed?.quote ?? "", /^Your answer must begin with these words/);
  }
});

test("a server that fakes some turns is vouched for by no more than it honours", async () => {
  for (const mechanism of ["CLOSED", "INSTR", "CONT"] as const)
    for (const share of [0.2, 0.5])
      for (const { verdict, shares } of await prefills({ mechanism, share }, 3)) {
        assert.ok(verdict !== "honoured" || shares.honoured.at95 <= 1 - share, `${mechanism} ${share}`);
        assert.ok(shares.faked.at95 <= share, `${mechanism} ${share}: ${shares.faked.at95}`);
      }
});

test("a server that honours short turns alone is found, and the lengths are named", async () => {
  for (const { verdict, reason } of await prefills({ mechanism: "CLOSED", openUpTo: 60 })) {
    assert.ok(["mixed", "not honoured"].includes(verdict), reason);
    assert.match(reason, /least of all turns of (61 to 400|over 400) characters/);
  }
});

test("the answer says first what was found, for one endpoint and for several side by side", async () => {
  const [results] = await runs({ keeps: 1, skill: 0.05 }, 1, { test: ["prefill"] });
  const [faked] = await runs({ mechanism: "CONT" }, 1, { test: ["prefill"] });
  assert.ok(results && faked);
  const answer = answerOf(results);
  assert.match(
    answer?.sentence ?? "",
    /^Yes: at least \d+% of unfinished turns are continued \(95%\)\. (\d+) of \1 .*nothing hidden was read out\.$/,
  );
  const state = (what: RegExp) => answer?.checked.find((one) => what.test(one.what));
  assert.equal(state(/^honoured/)?.state, "yes");
  assert.match(state(/hidden/)?.says ?? "", /would have been seen in 95 of 100/);
  assert.equal(state(/reasons although/)?.state, "not-asked");
  const [one, two] = [results.endpoints[0], faked.endpoints[0]];
  assert.ok(one && two);
  const both = answerOf({ ...results, endpoints: [one, { ...two, reference: "http://two" }] });
  assert.match(both?.sentence ?? "", /#m: yes, at least .* http:\/\/two: (no|not always): at least/);
  const down = answerOf({ ...results, endpoints: [{ ...one, prefill: null, trouble: "status 401: no" }] });
  assert.match(down?.sentence ?? "", /^Nothing was measured: .*status 401/);
});

test("counts that are made up declare no reasoning", async () => {
  for (const { reasoning } of await runs({ usage: "random" }, 2, { test: ["reasoning"] })) {
    assert.equal(reasoning?.declared, 0);
    assert.match(reasoning?.doubted ?? "", /made up/);
    assert.notEqual(reasoning?.verdict, "declared");
  }
});
