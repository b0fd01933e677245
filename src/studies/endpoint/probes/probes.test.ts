import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../../stats/distributions/random.ts";
import { prefillProbe, prefillProbes } from "../probes.ts";
import { chainChance, chainDepths, chainRequest, chainRight, deepest } from "./chain.ts";
import { isReading, type PrefillProbe } from "./probe.ts";
import { readBack } from "./read-back.ts";
import { capCheckRequest, caps, sumRequest } from "./sum.ts";
import { prefillWords, tokenRequests } from "./tokens.ts";
import { madeUpName, madeUpWord } from "./words.ts";

/** What a reply may be → the outcome it must be read as, all made from the bytes of the question and the prefill alone. */
type Cases = (user: string, prefill: string) => readonly (readonly [reply: string, outcome: string])[];

const draws = 200;

function reads(id: string, cases: Cases): void {
  const probe = prefillProbe(id);
  assert.ok(probe !== undefined, `no probe ${id}`);
  for (let i = 0; i < draws; i++) {
    const { user, prefill, facts } = probe.item(random(`${id} ${i}`));
    for (const [reply, outcome] of cases(user, prefill)) {
      assert.ok(probe.outcomes.includes(outcome), `${id} has no outcome ${outcome}`);
      assert.equal(
        probe.classify(reply, facts),
        outcome,
        JSON.stringify({ i, user, prefill, reply, outcome }),
      );
    }
  }
}

const after = (text: string, mark: string): string => text.slice(text.lastIndexOf(mark) + mark.length);
const junk = ["Purple.", "!!!", "I cannot help with that.", "\u0000", "🙂🙂"];
const all = (replies: readonly string[], outcome: string): readonly (readonly [string, string])[] =>
  replies.map((reply) => [reply, outcome] as const);

test("copy: a rest goes on, the whole code begins anew", () => {
  reads("copy", (user, prefill) => {
    const code = after(user, ": ");
    assert.ok(code.startsWith(prefill) && prefill.length < code.length);
    assert.match(code[prefill.length - 1] ?? "", /\w/, "cut inside a word");
    assert.match(code[prefill.length] ?? "", /\w/);
    const rest = code.slice(prefill.length);
    return [
      ...all([rest, ` ${rest}`, `${rest}.`, `${rest}\n\nIs there more?`, "xq", "-Bo"], "goes on"),
      // Where the server echoes, the prefill is taken off before; here it looks like an answer made afresh.
      ...all([code, `"${code}"`, `**${code}**`, `\`\`\`\n${code}\n\`\`\``, `\n${code}`], "begins anew"),
      ...all([`Sure, here is the rest: ${rest}`, "Continue.", ...junk], "other"),
      ...all(["", " \n"], "empty"),
    ];
  });
});

test("one token: a piece of the rest goes on, a piece of the prefill is nothing new", () => {
  reads("one-token", (user, prefill) => {
    const code = after(user, ": ");
    const rest = code.slice(prefill.length);
    // Where the rest begins with the code's own letters a single letter cannot tell.
    const piece = [rest.slice(0, 2), rest.slice(0, 3)].filter((said) => !code.startsWith(said));
    return [
      ...all(piece, "goes on"),
      ...all([code.slice(0, 3), `"${code.slice(0, 2)}`], "nothing new"),
      ...all(["", " ", "`"], "empty"),
      ...all(["Sure", "Purple", "Here"], "other"),
    ];
  });
});

test("contradiction: the rest of the wrong word, the right word, the wrong word", () => {
  let yes = 0;
  reads("contradiction", (user, prefill) => {
    const [, a = "", b = ""] = /Is (\d+) larger than (\d+)\?/.exec(user) ?? [];
    const right = Number(a) > Number(b) ? "Yes" : "No";
    const wrong = right === "Yes" ? "No" : "Yes";
    if (right === "Yes") yes++;
    assert.equal(prefill, wrong[0], "the prefill is the wrong answer's first letter");
    return [
      ...all([wrong.slice(1), `${wrong.slice(1)}.`, ` ${wrong.slice(1)}, it is`], "goes on"),
      ...all([right, `${right}.`, right.toLowerCase(), `**${right}**`, `"${right}"`], "right answer"),
      ...all([wrong, `${wrong}, because`], "wrong answer"),
      ...all(["", "Sure, here is the rest:", "Continue.", "Nothing", "Yesterday", ...junk], "other"),
    ];
  });
  assert.ok(yes > draws / 4 && yes < (3 * draws) / 4, "both answers are asked for");
});

test("open JSON: the rest of the string, or the object opened again", () => {
  reads("open-json", (user, prefill) => {
    const [, city = ""] = /"city" is "(\w+)"/.exec(user) ?? [];
    const [, year = ""] = /"year" is (\d+)/.exec(user) ?? [];
    const begun = after(prefill, '"');
    assert.ok(city.startsWith(begun) && begun.length < city.length);
    const rest = `${city.slice(begun.length)}", "year": ${year}}`;
    const whole = JSON.stringify({ city, year: Number(year) });
    return [
      ...all([rest, `${rest}\n`], "goes on"),
      ...all(
        [whole, `\`\`\`json\n${whole}\n\`\`\``, `\n${whole}`, `${prefill}${rest}`, "{ }"],
        "opens it again",
      ),
      ...all(["Sure, here is the rest:", ...junk], "other"),
      ...all(["", "\n"], "empty"),
    ];
  });
});

test("read-back: my message, a hidden turn, a hidden instruction, no quotation", () => {
  reads("read-back", (user) => [
    // The cap may cut it.
    ...all([`${user}"`, `${user}" That is all.`, user, user.slice(0, 30), `"${user}"`], "my message"),
    ...all([`${user}\n\nBegin your reply with this: x"`, `${user} Continue."`], "more than my message"),
    ...all(
      [
        'Continue."',
        'continue"',
        "Continue",
        'Please continue."',
        'Go ahead with the text above."',
        'The most recent user message reads, verbatim: "Continue."',
      ],
      "something else",
    ),
    ...all(
      ["", "That is a fine name for a boat.", "Purple.", "🙂🙂", "I cannot help with that."],
      "no quotation",
    ),
  ]);
});

test("read-back: what is read out and was never sent is quoted, and nothing else is", () => {
  const { user, facts } = readBack.item(random("hidden"));
  const hidden = (reply: string): string => readBack.hidden?.(reply, facts) ?? "";
  assert.equal(hidden('Please carry on."'), "Please carry on.");
  assert.equal(hidden(`${user}\n\nStart with these words: x"`), "Start with these words: x");
  assert.equal(
    hidden(`${user}\n\nStart with these words`),
    "Start with these words",
    "where the cap cuts it",
  );
  for (const reply of [`${user}"`, user, user.slice(0, 30), "A fine boat.", "", 'My boat is called"'])
    assert.equal(hidden(reply), "", reply);
});

test("names and facts: whatever begins inside a word goes on, the right answer begins anew, and no fresh answer can be cut to fit", () => {
  reads("names", (user, prefill) => {
    const list = after(user, ": ").split(", ");
    const begun = prefill.split(", ").at(-1) ?? "";
    const name = list.find((one) => one.startsWith(begun)) ?? "";
    assert.ok(name.length > begun.length && begun.length >= 3, prefill);
    assert.ok(!list.join(", ").startsWith(prefill), "another order than was asked for");
    return [
      ...all([name.slice(begun.length), "xq, and more", ", Oswald"], "goes on"),
      ...all([list.join(", "), `"${list[0]}, `, `Sure: ${list[0]}`], "begins anew"),
      ...all(["Sure, here is the rest", `${list[3]}, ${list[4]}`], "other"),
      ...all(["", " "], "empty"),
    ];
  });
  reads("fact", (_, prefill) => {
    assert.match(prefill, /^[A-Z][a-z]{2,}$/);
    return [
      ...all(["xq.", ", which", "-on"], "goes on"),
      ...all(["Oslo.", '"Oslo"'], "begins anew"),
      ...all(["Sure, it is", "The capital"], "other"),
    ];
  });
});

test("last word: mine, another, none", () => {
  reads("last-word", (user) => {
    const name = /(\S+)$/.exec(user)?.[1] ?? "";
    return [
      ...all([`${name}"`, `${name}".`, `"${name}"`, name], "my last word"),
      ...all(['Continue."', 'is "', `${name}ish"`], "another word"),
      ...all(["I am not sure.", ""], "no quotation"),
    ];
  });
});

test("count of turns: mine, one more, another, none", () => {
  reads("count-turns", () => [
    ...all(["1", " 1", " 1.", "\n1\n", " one", "**1**", " One message"], "as many as I sent"),
    ...all(["2", " 2.", " two", " Two so far"], "one more"),
    ...all(["0", " 3", " 11", " 100", " three", " zero"], "another number"),
    ...all(
      [
        "",
        "That is a fine name for a boat.",
        "Number of user messages in this conversation so far: 1",
        "Sure! 1",
        ...junk,
      ],
      "no number",
    ),
  ]);
});

test("blank: the name with its blank, without it, in a whole sentence", () => {
  reads("blank", (user, prefill) => {
    const [, name = ""] = /called (\w+),/.exec(user) ?? [];
    assert.match(prefill, /\w$/, "nothing but the reply brings the blank");
    return [
      ...all([` ${name}`, ` ${name}.`, `\n${name}`, ` "${name}"`, ` **${name}**`], "name after a blank"),
      ...all([name, `${name}.`, `"${name}"`, `**${name}**`], "name without a blank"),
      ...all([`${prefill} ${name}`, `My boat is called ${name}`, `Your boat is ${name}.`], "whole sentence"),
      ...all(["", " ", "Sure, here is the rest: ", "Continue.", ...junk], "other"),
    ];
  });
});

test("every probe declares what its outcomes, likelihoods and controls need", () => {
  assert.equal(new Set(prefillProbes.map(({ id }) => id)).size, prefillProbes.length);
  const covered = (probe: PrefillProbe): void => {
    assert.equal(new Set(probe.outcomes).size, probe.outcomes.length);
    assert.equal(probe.open.length, probe.outcomes.length);
    assert.ok(probe.open.every((count) => count > 0));
    assert.equal(probe.open.indexOf(Math.max(...probe.open)), probe.outcomes.indexOf(probe.continued));
    assert.ok(probe.afresh === undefined || probe.outcomes.includes(probe.afresh));
    assert.notEqual(probe.afresh, probe.continued);
    // Without a fresh answer to compare with, the question alone tells nothing of a turn; of what is read out it does.
    assert.equal(probe.controls.includes("drop"), probe.afresh !== undefined || isReading(probe));
    const [one, same, other] = ["a", "a", "b"].map((seed) => JSON.stringify(probe.item(random(seed))));
    assert.equal(one, same);
    assert.notEqual(one, other);
  };
  for (const probe of prefillProbes) covered(probe);
});

test("a probe's reading never throws and never leaves its outcomes, whatever comes and whatever facts are missing", () => {
  const draw = random("noise");
  const pieces = [
    "{",
    '"',
    "Yes",
    "No",
    "o",
    "es",
    "1",
    " ",
    "\n",
    "```",
    "*",
    "Continue.",
    "[",
    "(",
    "\\",
    "🙂",
    "A",
  ];
  for (const probe of prefillProbes) {
    const { facts } = probe.item(draw);
    for (let i = 0; i < 300; i++) {
      const reply = Array.from({ length: draw.int(6) }, () => draw.pick(pieces)).join("");
      for (const known of [facts, {}])
        assert.ok(probe.outcomes.includes(probe.classify(reply, known)), `${probe.id}: ${reply}`);
    }
  }
});

/** Follows the tables as they stand in the question. */
function solved(question: string): {
  readonly starts: readonly string[];
  readonly ends: string;
  readonly depth: number;
} {
  const tables = question
    .split("\n")
    .filter((line) => line.startsWith("Step "))
    .map(
      (line) =>
        new Map(
          line
            .slice(line.indexOf(":") + 1)
            .trim()
            .split(" ")
            .map((pair) => [pair.slice(0, 1), pair.slice(2)]),
        ),
    );
  const [, first = "", second = ""] = /Start with (\w)\..*starting with (\w)\./.exec(question) ?? [];
  for (const table of tables) {
    assert.equal(table.size, 10);
    assert.equal(new Set(table.values()).size, 10, "each step is a permutation");
  }
  const end = (start: string): string => tables.reduce((letter, table) => table.get(letter) ?? "?", start);
  return { starts: [first, second], ends: `${end(first)} ${end(second)}`, depth: tables.length };
}

test("chain: the right answer is what the tables say, at every depth", () => {
  for (const depth of chainDepths) {
    for (let i = 0; i < 20; i++) {
      for (const steps of [false, true]) {
        const { turns, facts } = chainRequest(random(`${depth} ${i}`), depth, steps);
        const question = turns[0]?.text ?? "";
        const { ends, starts, depth: seen } = solved(question);
        assert.equal(seen, depth);
        assert.notEqual(starts[0], starts[1]);
        assert.equal(chainRight(ends, facts), true);
        assert.equal(/step by step/.test(question), steps);
        assert.equal(turns.at(-1)?.role, "user");
      }
    }
  }
});

test("chain: whatever pair is guessed, it is right one time in ninety", () => {
  const n = 9000;
  const seen = new Map<string, number>();
  let unmoved = 0;
  for (let i = 0; i < n; i++) {
    const { turns } = chainRequest(random(`chance ${i}`), i % 2 === 0 ? 1 : deepest, false);
    const { ends, starts } = solved(turns[0]?.text ?? "");
    seen.set(ends, (seen.get(ends) ?? 0) + 1);
    if (ends === starts.join(" ")) unmoved++;
  }
  assert.equal(seen.size, Math.round(1 / chainChance));
  const expected = n * chainChance;
  const chi = [...seen.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 89 degrees of freedom: mean 89, standard deviation 13.3.
  assert.ok(Math.abs(chi - 89) < 4 * Math.sqrt(2 * 89), `chi-square ${chi}`);
  const spread = Math.sqrt(expected * (1 - chainChance));
  assert.ok(Math.abs(unmoved - expected) < 4 * spread, `the start comes back in ${unmoved} of ${n}`);
});

test("chain: right, wrong and unreadable answers", () => {
  const facts = { answer: "C A", depth: deepest };
  for (const right of [
    "C A",
    "C, A",
    " C A.",
    "**C A**",
    '"C A"',
    "C\nA",
    "Answer: C A",
    "answer: C, A",
    "**Answer:** C A",
    "Step 1: B becomes D.\nStep 2: D becomes C.\nAnswer: C A",
    "Answer: B D. No, that was wrong.\nFinal answer: C A",
    "The final letters are C A.",
  ])
    assert.equal(chainRight(right, facts), true, right);
  for (const wrong of ["A C", "C B", "Answer: A C", "C A, then D B", "Answer: D A\n(C A before)"])
    assert.equal(chainRight(wrong, facts), false, wrong);
  for (const unreadable of ["", " ", "C", "Answer:", "Answer: C", "c a", "CA", "I I", "two letters", "1 2"])
    assert.equal(chainRight(unreadable, facts), null, unreadable);
  assert.equal(chainRight("C A", {}), false, "without a known answer nothing is right");
});

test("sums and caps: a right sum, and a text that no small cap holds", () => {
  for (let i = 0; i < 50; i++) {
    const { turns, facts } = sumRequest(random(`sum ${i}`));
    const [, a, b] = /What is (\d+) \+ (\d+)\?/.exec(turns[0]?.text ?? "") ?? [];
    assert.equal(facts.answer, String(Number(a) + Number(b)));
  }
  assert.deepEqual(
    caps,
    caps.toSorted((a, b) => a - b),
  );
  assert.match(capCheckRequest().turns[0]?.text ?? "", /sixty/);
});

test("tokens: the same words sent openly and as an unfinished turn, at two lengths", () => {
  const requests = tokenRequests(random("tokens"));
  const last = (arm: string): string => requests.find((one) => one.arm === arm)?.turns.at(-1)?.text ?? "";
  assert.equal(last("target").split(" ").length, prefillWords);
  assert.equal(last("target-long").split(" ").length, 2 * prefillWords);
  assert.equal(last("target"), last("flip"));
  assert.equal(last("target-long"), last("flip-long"));
  for (const { arm, turns } of requests)
    assert.equal(turns.at(-1)?.role === "assistant", arm.startsWith("target"), arm);
  const text = (arm: string): string =>
    (requests.find((one) => one.arm === arm)?.turns ?? []).map(({ text: said }) => said).join("|");
  assert.equal(text("follow").replace(`|${last("target")}`, ""), text("pair"));
});

test("made-up words are letters alone, and seldom come twice", () => {
  const names = Array.from({ length: 500 }, (_, i) => madeUpName(random(`name ${i}`)));
  for (const name of names) assert.match(name, /^[A-Z][a-z]+$/);
  assert.ok(new Set(names).size > 490);
  assert.match(madeUpWord(random("word"), 3), /^[a-z]{7,}$/);
});
