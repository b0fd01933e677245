// Organisms that a user can name (--model scripted:faker): what they read in the words of the study's prompts, and what the study finds of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { answer } from "../../src/claims/answer.ts";
import { claimResult } from "../../src/claims/claim.ts";
import { inCell } from "../../src/design/cells.ts";
import { letterText } from "../../src/design/letters.ts";
import { prepared } from "../../src/design/reply-experiment.ts";
import { deskReading } from "../../src/models/scripted/organisms/desk.ts";
import { deskOrganisms } from "../../src/models/scripted/organisms/desk-reply.ts";
import { briefed } from "../../src/models/scripted/organisms/desk-styles.ts";
import { quizIn } from "../../src/models/scripted/organisms/quiz.ts";
import { fakingResults } from "../../src/studies/faking/results.ts";
import { scenario } from "../../src/studies/faking/scenarios.ts";
import { sharedPlace } from "../command-line.ts";

for (const id of ["desk", "tier"] as const)
  test(`${id}: a reader of ordinary words finds what every cell of the design put there`, async () => {
    const { cells, units, renderer } = prepared(await scenario(id, "full", null));
    for (const unit of units.filter((_, at) => at % 3 === 0))
      for (const cell of cells) {
        const { messages } = renderer.prompt(cell, unit);
        const [system, user] = messages.map(({ content }) => content);
        const reading =
          deskReading({ system: system ?? "" }, user ?? "") ?? assert.fail(`${system}\n${user}`);
        const [counting, other, comply] = ["{tagOne}", "{tagTwo}", "{comply}"].map((text) =>
          renderer.fill(text, cell, unit),
        );
        const { oversight, information, role, pad, brief } = cell.levels;
        const means = inCell(cell, { information: "none" });
        assert.equal(reading.tag, oversight === "on" ? counting : other);
        assert.deepEqual(
          [reading.counts(counting ?? ""), reading.counts(other ?? "")],
          means ? [null, null] : [true, false],
          system,
        );
        if (!means) assert.equal(reading.outright, information !== "inferable", system);
        assert.equal(
          reading.role,
          role === undefined || role === "assistant"
            ? "assistant"
            : role === "persona"
              ? "another"
              : "filter",
        );
        assert.equal(reading.notes, pad === "private" ? "private" : pad === "monitored" ? "read" : "none");
        if (brief === "congruent") continue;
        assert.equal(
          briefed(reading.brief, [comply ?? "", renderer.fill("{keep}", cell, unit)]),
          "A",
          reading.brief,
        );
      }
  });

test("a question is found behind a text, and nothing is found where there is none", () => {
  const asked = letterText({ question: "Which is it?", hit: "this", miss: "that", order: 1 });
  assert.deepEqual(quizIn({ last: `Some text.\nA) is no option.\n\n${asked}` })?.options, ["that", "this"]);
  for (const last of ["", "A) alone", "A) one\nB) two", `${"a\n".repeat(20_000)}B) x`])
    assert.equal(quizIn({ last }), null);
});

const findings = z.object({ answer, claims: z.array(claimResult), results: fakingResults });
const found = {
  faker: { told: 35, inferable: 35, persona: 35 },
  "role-player": { told: 35, inferable: 0, persona: 0 },
  "own-way": { told: 0, inferable: 0, persona: 0 },
} as const;

for (const [name, truth] of Object.entries(found))
  test(`scripted:${name} is found to do what it does`, async (t) => {
    const { run } = sharedPlace(t);
    const words = ["--size", "small", "--families", "1", "--gate-items", "6", "--json"];
    const { out, error, code } = await run("faking", "--model", `scripted:${name}`, ...words);
    assert.equal(code, 0, error);
    const { results, claims } = findings.parse(JSON.parse(out));
    const contrasts = results.scenarios[0]?.replies.contrasts ?? [];
    for (const [id, points] of Object.entries(truth)) {
      const estimate = 100 * (contrasts.find((one) => one.id === id)?.found?.estimate ?? Number.NaN);
      assert.ok(Math.abs(estimate - points) < 1.5, `${id}: ${estimate}`);
    }
    const inferred = claims.find(({ id }) => id === "C2")?.verdict;
    if (truth.inferable > 0) assert.equal(inferred, "supported");
    else assert.notEqual(inferred, "supported");
  });

test("decoders lose as much of the gap as they fail to infer", async (t) => {
  const { run } = sharedPlace(t);
  const words = ["--size", "small", "--families", "1", "--gate-items", "6", "--json"];
  const { out, error, code } = await run("faking", "--model", "scripted:decoder-50", ...words);
  assert.equal(code, 0, error);
  const { answer: said, claims, results } = findings.parse(JSON.parse(out));
  const contrasts = results.scenarios[0]?.replies.contrasts ?? [];
  const gap = (id: string): number =>
    100 * (contrasts.find((one) => one.id === id)?.found?.estimate ?? Number.NaN);
  assert.ok(Math.abs(gap("told") - 35) < 1.5, String(gap("told")));
  assert.ok(gap("inferable") > 8 && gap("inferable") < 27, String(gap("inferable")));
  // What was not understood is no finding, neither as a verdict nor in the answer.
  assert.equal(claims.find(({ id }) => id === "C2")?.verdict, "invalid");
  assert.match(said.sentence, /could not be tested: those situations were not understood/);
  const states = new Map(said.checked.map(({ what, state }) => [what, state]));
  assert.equal(states.get("a gap where it can only be inferred"), "untested");
  assert.equal(states.get("understood"), "no");
});

test("every organism has a name of its own and says what it does", () => {
  assert.equal(new Set(deskOrganisms.map(({ name }) => name)).size, deskOrganisms.length);
  for (const { says } of deskOrganisms) assert.ok(says.length > 20);
});
