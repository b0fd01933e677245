import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../core/json.ts";
import { random } from "../../../stats/distributions/random.ts";
import type { Turn } from "../conversation.ts";
import { type Mechanism, mechanisms } from "../mechanisms.ts";
import { chainDepths, chainRequest, deepest } from "../probes/chain.ts";
import type { ProbeItem } from "../probes/probe.ts";
import { tokenRequests } from "../probes/tokens.ts";
import { prefillProbes } from "../probes.ts";
import type { EndpointValue } from "../trial.ts";
import { type Exchange, echoes, observations } from "./observations.ts";
import { prefillEvidence } from "./prefill.ts";
import { providersAlike, providersMixed, providersOf } from "./providers.ts";
import { type ReasoningEvidence, reasoningEvidence } from "./reasoning.ts";
import { type TokenEvidence, tokenEvidence } from "./tokens.ts";

const answered: EndpointValue = {
  ...{ kind: "reply", status: 200, text: "", shown: 0, finish: "stop", promptTokens: null },
  ...{
    completionTokens: null,
    reasoningTokens: null,
    firstLogProb: null,
    firstTokens: null,
    provider: null,
    id: null,
  },
  ...{ misplaced: false, unknown: null, refused: false },
  ...{ error: null, cut: false, firstSeconds: null, seconds: 0, raw: null },
};

function exchange(
  trial: {
    readonly probe: string;
    readonly arm: string;
    readonly turns?: readonly Turn[];
    readonly cap?: number;
    readonly facts?: JsonObject;
  },
  value: Partial<EndpointValue>,
): Exchange {
  return {
    trial: {
      ...{ item: JSON.stringify(trial), repeat: 0, role: "endpoint", endpoint: 0, reasoning: "off" },
      ...{ turns: [], cap: 32, logProbs: false, facts: {} },
      ...trial,
    },
    value: { ...answered, ...value },
  };
}

/** Tokens a template spends on a turn's beginning and end, on the answer's beginning, and on a word. */
interface Spent {
  readonly open: number;
  readonly close: number;
  readonly word: number;
}

const tokensIn = (text: string, { word }: Spent): number => text.split(" ").length * word;

/** Prompt tokens that a server counts for a request, where the last assistant turn is treated as said. */
function counted(turns: readonly Turn[], mechanism: string, spent: Spent): number {
  const whole = (list: readonly Turn[]): number =>
    list.reduce((sum, { text }) => sum + spent.open + tokensIn(text, spent) + spent.close, 1) + spent.open;
  if (turns.at(-1)?.role !== "assistant") return whole(turns);
  const before = turns.slice(0, -1);
  const prefill = tokensIn(turns.at(-1)?.text ?? "", spent);
  switch (mechanism) {
    case "TRUE":
      return whole(turns) - spent.close - spent.open;
    case "CLOSED":
    case "FLIP":
      return whole(turns);
    case "CONT":
      return whole([...turns, { role: "user", text: "Continue." }]);
    case "INSTR":
      return whole(before) + prefill + 20 * spent.word;
    default:
      return whole(before);
  }
}

function counts(number: (turns: readonly Turn[], arm: string) => number | null): TokenEvidence {
  return tokenEvidence(
    tokenRequests(random("tokens")).map(({ arm, turns, prefill }) =>
      exchange({ probe: "tokens", arm, turns, facts: { prefill } }, { promptTokens: number(turns, arm) }),
    ),
  );
}

const templates: Readonly<Record<string, Spent>> = {
  chatml: { open: 3, close: 2, word: 1 },
  wide: { open: 4, close: 1, word: 2 },
  // As with templates of raw text: an ended turn costs a single token more than an open one.
  scant: { open: 0, close: 1, word: 1 },
};

/** Least ratio of likelihoods that decides anything by itself. */
const decisive = Math.log(20);

test("counts of tokens name what they can, in templates of any width", () => {
  for (const [name, spent] of Object.entries(templates)) {
    for (const mechanism of ["TRUE", "CLOSED", "CONT", "INSTR", "FLIP", "DROP", "FAKE-ECHO"] as const) {
      const {
        mute,
        logLikelihood: logs,
        beside,
        foretold,
      } = counts((turns) => counted(turns, mechanism, spent));
      const where = `${name}, ${mechanism}: ${JSON.stringify({ beside, logs })}`;
      assert.equal(mute, null, where);
      const best = Math.max(...mechanisms.map((one) => logs[one]));
      const ended = foretold.CLOSED;
      const collides = name === "scant" && ["CLOSED", "FLIP"].includes(mechanism);
      assert.ok(logs[mechanism] > best - (mechanism === "INSTR" ? 1.5 : 1e-9), where);
      if (ended !== null) assert.equal(ended, spent.open + spent.close, where);
      if (mechanism === "TRUE") {
        assert.equal(beside, 0, where);
        const rival = Math.max(...mechanisms.filter((one) => one !== "TRUE").map((one) => logs[one]));
        assert.ok(best - rival > 0.5 && best - rival < decisive, `an open count is never proof: ${where}`);
      } else if (!collides) {
        assert.ok(logs.TRUE < best - Math.log(5), where);
      } else {
        assert.ok(logs.TRUE < best && logs.TRUE > best - decisive, `one token decides nothing: ${where}`);
      }
    }
  }
});

test("a token more or less where texts meet does not make an open turn a fake", () => {
  for (const spent of [templates.chatml, templates.wide]) {
    for (const off of [-1, 1]) {
      const { logLikelihood: logs } = counts((turns, arm) =>
        spent === undefined ? null : counted(turns, "TRUE", spent) + (arm.startsWith("target") ? off : 0),
      );
      for (const name of mechanisms.filter((one) => one !== "TRUE"))
        assert.ok(logs[name] < logs.TRUE + Math.log(2), `${off}: ${JSON.stringify(logs)}`);
    }
  }
});

test("counts that are made up, missing or beyond comparison say nothing, and why", () => {
  const spent: Spent = { open: 3, close: 2, word: 1 };
  const mutes: readonly (readonly [RegExp, (turns: readonly Turn[], arm: string) => number | null])[] = [
    [/not reported/, () => null],
    [/not reported/, (turns, arm) => (arm === "target" ? null : counted(turns, "TRUE", spent))],
    [/made up/, () => 42],
    [/made up/, (_, arm) => 20 + ((arm.length * 37) % 60)],
    [/two user turns/, (turns, arm) => (arm.startsWith("flip") ? null : counted(turns, "TRUE", spent))],
    [
      /another rate/,
      (turns, arm) =>
        counted(turns, "TRUE", spent) + (arm === "target-long" ? counted(turns, "DROP", spent) : 0),
    ],
  ];
  for (const [why, number] of mutes) {
    const { mute, logLikelihood, beside } = counts(number);
    assert.match(mute ?? "used", why);
    assert.equal(beside, null);
    assert.ok(mechanisms.every((name) => logLikelihood[name] === 0));
  }
  assert.match(tokenEvidence([]).mute ?? "used", /not reported/);
});

test("a prefill that adds no token was thrown away", () => {
  const spent: Spent = { open: 3, close: 2, word: 1 };
  const { slope, logLikelihood: logs } = counts((turns) => counted(turns, "DROP", spent));
  assert.equal(slope?.target, 0);
  for (const name of mechanisms.filter((one) => one !== "DROP" && one !== "FAKE-ECHO"))
    assert.ok(logs[name] < logs.DROP - decisive, name);
  assert.equal(logs.DROP, logs["FAKE-ECHO"]);
});

test("a refused or cut reply's count is no count", () => {
  const spent: Spent = { open: 3, close: 2, word: 1 };
  const requests = tokenRequests(random("tokens"));
  const spoiled = (more: Partial<EndpointValue>): TokenEvidence =>
    tokenEvidence(
      requests.map(({ arm, turns }) =>
        exchange(
          { probe: "tokens", arm, turns },
          { promptTokens: counted(turns, "TRUE", spent), ...(arm === "target" ? more : {}) },
        ),
      ),
    );
  assert.equal(spoiled({}).mute, null);
  assert.match(spoiled({ status: 400 }).mute ?? "used", /not reported/);
  assert.match(spoiled({ cut: true }).mute ?? "used", /not reported/);
});

const arms = ["drop", "cont", "instr", "flip"] as const;

/** Replies that belong to one outcome of a probe, made from the bytes of question and prefill. */
function replyTo(id: string, { user, prefill, facts }: ProbeItem, goesOn: boolean): string {
  const code = user.slice(user.lastIndexOf(": ") + 2);
  switch (id) {
    case "copy":
    case "long-copy":
    case "longest-copy":
      return goesOn ? code.slice(prefill.length) : code;
    case "one-token":
      return goesOn ? code.slice(prefill.length).slice(0, 3) : code.slice(0, 3);
    case "contradiction":
      return goesOn ? (prefill === "N" ? "o" : "es") : prefill === "N" ? "Yes" : "No";
    case "read-back":
      return goesOn ? `${user}"` : "A fine boat.";
    case "names":
      return goesOn ? String(facts.rest) : `${String(facts.first)}, and so on`;
    case "fact":
      return goesOn ? String(facts.rest) : String(facts.city);
    case "last-word":
      return goesOn ? `${String(facts.name)}"` : "A fine boat.";
    case "count-turns":
      return goesOn ? " 1" : "A fine boat.";
    case "open-json": {
      const [, city = "", year = ""] = /"city" is "(\w+)" and its key "year" is (\d+)/.exec(user) ?? [];
      const whole = `{"city": "${city}", "year": ${year}}`;
      return goesOn ? whole.slice(prefill.length) : whole;
    }
    default: {
      const [, name = ""] = /called (\w+),/.exec(user) ?? [];
      return goesOn ? ` ${name}` : name;
    }
  }
}

/** One round of every probe; `target` says whether unfinished turns are gone on with, the emulations are not. */
function round(
  label: string,
  target: (i: number) => boolean,
  change: (value: Partial<EndpointValue>, arm: string, prefill: string) => Partial<EndpointValue> = (value) =>
    value,
): Exchange[] {
  return prefillProbes.flatMap((probe, i) => {
    const { user, prefill, facts } = probe.item(random(`${label} ${probe.id}`));
    const known = { ...facts, prefill };
    return ["target", ...arms.filter((arm) => probe.controls.includes(arm))].map((arm) => {
      const text = replyTo(probe.id, { user, prefill, facts }, arm === "target" && target(i));
      return exchange({ probe: probe.id, arm, facts: known, cap: probe.cap }, change({ text }, arm, prefill));
    });
  });
}

/** So many of each probe that the first look at them is enough. */
const times = 30;
const rounds = (
  target: (i: number) => boolean,
  change?: (value: Partial<EndpointValue>, arm: string, prefill: string) => Partial<EndpointValue>,
): Exchange[] => Array.from({ length: times }, (_, i) => round(`${i}`, target, change)).flat();

const evidenceOf = (exchanges: readonly Exchange[]) => prefillEvidence(exchanges, [], 0.7, random("fit"));

const verdictOf = (exchanges: readonly Exchange[]): readonly [string, string | null] => {
  const { verdict, mechanism } = evidenceOf(exchanges);
  return [verdict, mechanism];
};

test("replies that go on are honoured, replies that do not are a fake", () => {
  assert.deepEqual(verdictOf(rounds(() => true)), ["honoured", "TRUE"]);
  const [verdict] = verdictOf(rounds(() => false));
  assert.equal(verdict, "not honoured");
});

test("an echo is the server's habit, not a fake; glued on afresh it is one", () => {
  const glued = (value: Partial<EndpointValue>, arm: string, prefill: string): Partial<EndpointValue> =>
    arm === "target" ? { text: `${prefill}${value.text ?? ""}` } : value;
  const honest = rounds(() => true, glued);
  assert.equal(echoes(honest), true);
  assert.deepEqual(verdictOf(honest), ["honoured", "TRUE"]);
  const faked = rounds(() => false, glued);
  assert.equal(echoes(faked), true);
  const { verdict, posterior } = evidenceOf(faked);
  assert.equal(verdict, "not honoured");
  assert.equal(posterior.DROP, 0, "what was thrown away does not come back in front of the reply");
  assert.ok(posterior["FAKE-ECHO"] > 0);
  assert.equal(echoes(rounds(() => true)), false);
  assert.equal(evidenceOf(rounds(() => false)).posterior["FAKE-ECHO"], 0);
});

test("one reply shows no habit, and an empty one none either", () => {
  const glued = rounds(
    () => true,
    (value, arm, prefill) => (arm === "target" ? { text: `${prefill}${value.text ?? ""}` } : value),
  );
  const targets = glued.filter(({ trial }) => trial.arm === "target" && trial.probe === "contradiction");
  assert.equal(echoes(targets.slice(0, 1)), false);
  assert.equal(echoes(targets.slice(0, 2)), true);
  const blank = targets.map(({ trial, value }) => ({ trial, value: { ...value, text: " " } }));
  assert.equal(echoes(blank), false);
});

test("a reply whose tokens ran out before any text came is no evidence, in the words of every API", () => {
  const whole = rounds(() => true);
  const before = evidenceOf(whole);
  for (const finish of ["length", "max_tokens", "max_output_tokens", "incomplete"]) {
    const starved = rounds(
      () => false,
      () => ({ text: "\n", finish }),
    );
    assert.deepEqual(observations(starved, false), []);
    const after = evidenceOf([...whole, ...starved]);
    assert.deepEqual(after.posterior, before.posterior);
    assert.equal(after.verdict, before.verdict);
    assert.equal(verdictOf(starved)[0], "undecided");
  }
  // An empty reply that ended by itself is an outcome.
  const silent = rounds(
    () => false,
    () => ({ text: "", finish: "stop" }),
  );
  assert.ok(observations(silent, false).length > 20);
  assert.match(evidenceOf(silent).reason, /an empty reply says nothing of a turn/);
});

test("cut and failed replies are no evidence", () => {
  const spoiled: readonly Partial<EndpointValue>[] = [{ cut: true }, { status: 500 }, { status: 400 }];
  for (const bad of spoiled) {
    const lost = rounds(
      () => true,
      (value) => ({ ...value, ...bad }),
    );
    assert.deepEqual(observations(lost, false), []);
    assert.notEqual(verdictOf(lost)[0], "honoured");
  }
});

test("a rejection takes three refused turns, none answered, and an answer to the same without the turn", () => {
  const refused = (
    n: number,
    status: number,
    more: readonly Exchange[] = [],
    without = 200,
  ): readonly [string, string | null] =>
    verdictOf([
      ...Array.from({ length: n }, (_, i) =>
        exchange(
          { probe: "copy", arm: "target", facts: { prefill: `p${i}` } },
          { status, refused: true, error: "the last message must be the user's" },
        ),
      ),
      exchange({ probe: "copy", arm: "drop" }, { status: without, text: "x" }),
      ...more,
    ]);
  assert.deepEqual(refused(3, 400), ["rejected", "REJECT"]);
  assert.deepEqual(refused(3, 422), ["rejected", "REJECT"]);
  // One refusal left out, and the verdict is another.
  assert.equal(refused(2, 400)[0], "undecided");
  assert.equal(refused(3, 400, [], 400)[0], "undecided");
  assert.deepEqual(refused(3, 404), ["rejected", "REJECT"], "with whatever status");
  assert.equal(refused(3, 429)[0], "undecided", "too many requests is no answer");
  const answeredTurn = exchange({ probe: "copy", arm: "target", facts: { prefill: "p" } }, { text: "x" });
  assert.equal(refused(3, 400, [answeredTurn])[0], "undecided");
  const refusedLong = exchange(
    { probe: "tokens", arm: "target-long" },
    { status: 400, refused: true, error: "no" },
  );
  assert.deepEqual(refused(2, 400, [refusedLong]), ["rejected", "REJECT"]);
});

test("an endpoint that refuses some unfinished turns and answers others has no one answer", () => {
  const whole = rounds(() => true);
  const refused = (share: number, arms: RegExp): readonly [string, string | null, string] => {
    let seen = 0;
    const changed = rounds(
      () => true,
      (value, arm) =>
        arms.test(arm) && seen++ % Math.round(1 / share) === 0
          ? { status: 400, refused: true, error: "no" }
          : value,
    );
    const { verdict, mechanism, reason } = evidenceOf([...whole, ...changed]);
    return [verdict, mechanism, reason];
  };
  const [verdict, mechanism, reason] = refused(1 / 4, /target/);
  assert.deepEqual([verdict, mechanism], ["undecided", null]);
  assert.match(reason, /\d+ of \d+ unfinished turns are refused/);
  // One in 40 may be a prefill's oddity.
  assert.equal(refused(1 / 21, /target/)[0], "honoured");
  // A cap of one token that is refused in every arm is no matter of the turn.
  const capped = whole.map((one) =>
    one.trial.probe === "one-token"
      ? { ...one, value: { ...one.value, status: 400, refused: true, error: "no", text: "" } }
      : one,
  );
  assert.deepEqual(verdictOf(capped), ["honoured", "TRUE"]);
});

test("providers that treat the turn differently are told apart, and few replies of one vouch for nobody", () => {
  const from = (name: string, list: readonly Exchange[]): Exchange[] =>
    list.map(({ trial, value }) => ({ trial, value: { ...value, provider: name } }));
  const honest = from(
    "alder",
    rounds(() => true),
  );
  const faking = from(
    "birch",
    rounds(() => false),
  );
  const mixedOf = (list: readonly Exchange[]): string | null =>
    providersMixed(providersAlike(providersOf(list)));
  assert.equal(mixedOf([...honest, ...faking]), "differ");
  assert.equal(
    mixedOf([
      ...honest,
      ...from(
        "birch",
        rounds(() => true),
      ),
    ]),
    null,
  );
  assert.equal(mixedOf(honest), null);
  const one = faking.filter(({ trial }) => trial.arm === "target").slice(0, 1);
  const few = honest.filter(({ trial }) => trial.arm === "target").slice(0, 20);
  assert.equal(mixedOf([...few, ...one]), "perhaps");
  const [first] = providersOf([...honest, ...one]);
  assert.deepEqual(first, {
    name: "alder",
    calls: honest.length,
    targets: times * prefillProbes.length,
    continued: times * prefillProbes.length,
  });
});

test("no fake is named from replies that fit several", () => {
  const { verdict, mechanism, posterior } = evidenceOf(rounds(() => false));
  assert.equal(verdict, "not honoured");
  const likely = mechanisms.filter((name) => posterior[name] > 0.05);
  assert.ok(likely.length > 1, JSON.stringify(posterior));
  assert.equal(mechanism, null);
  const sum = mechanisms.reduce((total: number, name: Mechanism) => total + posterior[name], 0);
  assert.ok(Math.abs(sum - 1) < 1e-9);
});

/** Chains and sums with reasoning off, and chains with steps; replies are made from what each asks. */
function reasoned(of: {
  readonly deep: (answer: string, i: number) => Partial<EndpointValue>;
  readonly steps?: (answer: string, i: number) => Partial<EndpointValue>;
  readonly sum?: (cap: number, i: number) => Partial<EndpointValue>;
  readonly calls?: number;
}): ReasoningEvidence {
  const { steps = (answer) => ({ text: `Answer: ${answer}` }), sum = () => ({ text: "83" }) } = of;
  const chain = (label: string, arm: string, depth: number, i: number): Exchange => {
    const { turns, facts } = chainRequest(random(`${label} ${i}`), depth, arm === "steps");
    const answer = typeof facts.answer === "string" ? facts.answer : "";
    const reply =
      arm === "steps" ? steps(answer, i) : depth === deepest ? of.deep(answer, i) : { text: answer };
    return exchange({ probe: "chain", arm, turns, facts, cap: arm === "steps" ? 1024 : 512 }, reply);
  };
  const list = [
    ...Array.from({ length: of.calls ?? 80 }, (_, i) => chain("deep", "off", deepest, i)),
    ...chainDepths.filter((one) => one !== deepest).map((one) => chain("shallow", "off", one, 0)),
    ...Array.from({ length: 16 }, (_, i) => chain("steps", "steps", deepest, i)),
    ...[4, 16, 64, 256].flatMap((cap) =>
      Array.from({ length: cap === 16 ? 8 : 3 }, (_, i) =>
        exchange({ probe: "cap", arm: `cap-${cap}`, cap }, sum(cap, i)),
      ),
    ),
    exchange(
      { probe: "cap-check", arm: "long text", cap: 16 },
      { text: "one, two, three", finish: "length" },
    ),
  ];
  const found = reasoningEvidence(list);
  assert.ok(found !== null);
  return found;
}

const wrong = (answer: string): string => answer.split(" ").reverse().join(" ");

test("nothing shown, declared or right at depth: no evidence, with a bound", () => {
  const found = reasoned({ deep: (answer) => ({ text: wrong(answer) }) });
  assert.deepEqual([found.verdict, found.rate, found.low], ["no evidence", 0, 0]);
  assert.ok(found.hidden !== null && found.high >= found.hidden.bound && found.high >= found.openBound);
  // Were hidden reasoning always right, so many wrong answers would bound it at this much.
  const deep = found.depths.at(-1)?.calls ?? 0;
  const exact = (1 - 0.05 ** (1 / deep) - 1 / 90) / (1 - 1 / 90);
  assert.ok(found.high >= exact && found.high < 0.08, `${found.high} and ${exact}`);
  assert.ok(Math.abs(found.openBound - (1 - 0.05 ** (1 / found.calls))) < 1e-9);
});

test("thoughts shown or declared are counted wherever they stand", () => {
  const shown = reasoned({ deep: (answer, i) => ({ text: wrong(answer), shown: i < 8 ? 40 : 0 }) });
  assert.deepEqual([shown.verdict, shown.shown, shown.declared], ["shown", 8, 0]);
  const declared = reasoned({
    deep: (answer, i) => ({ text: wrong(answer), reasoningTokens: i < 8 ? 90 : 0 }),
  });
  assert.deepEqual([declared.verdict, declared.declared], ["declared", 8]);
  const charged = reasoned({
    deep: (answer, i) => ({ text: wrong(answer), completionTokens: i < 8 ? 200 : 2 }),
  });
  assert.deepEqual([charged.verdict, charged.declared], ["declared", 8]);
  for (const { rate, low, high, calls } of [shown, declared, charged]) {
    assert.ok(low < rate && rate < high);
    assert.equal(rate, 8 / calls);
  }
});

test("right answers at depth are covert reasoning, at a rate between what guessing and what steps allow", () => {
  const found = reasoned({ deep: (answer, i) => ({ text: i % 2 === 0 ? answer : wrong(answer) }) });
  assert.equal(found.verdict, "covert");
  assert.ok(found.low > 0.3 && found.low < 0.5 && found.high > 0.5, JSON.stringify(found));
});

test("steps that are written out are no hidden reasoning, and no silence either", () => {
  const written = (answer: string): string =>
    `Step 1: C>A, B>D\nStep 2: A>F, D>G\nStep 3: F>H, G>K\n\nAnswer: ${answer}`;
  const all = reasoned({ deep: (answer) => ({ text: written(answer) }) });
  assert.equal(all.verdict, "undecided", all.reason);
  assert.equal(all.written, 80);
  assert.match(all.reason, /two letters alone/);
  const half = reasoned({
    deep: (answer, i) => ({ text: i % 2 === 0 ? written(answer) : wrong(answer) }),
  });
  assert.equal(half.verdict, "no evidence", half.reason);
  const none = reasoned({ deep: (answer) => ({ text: wrong(answer) }) });
  assert.ok((half.hidden?.bound ?? 0) > (none.hidden?.bound ?? 1), "fewer calls bound less");
});

test("answers that cannot be read do not lower the bound", () => {
  const mumbled = reasoned({
    deep: (answer, i) => ({ text: i < 60 ? "I would rather not." : wrong(answer) }),
  });
  const silent = reasoned({ deep: (answer) => ({ text: wrong(answer) }), calls: 20 });
  assert.equal(mumbled.unreadable, 60);
  assert.equal(mumbled.hidden?.bound, silent.hidden?.bound);
  const never = reasoned({ deep: () => ({ text: "I would rather not." }) });
  assert.equal(never.verdict, "undecided");
});

test("answers that had their tokens spent on something unseen are covert reasoning", () => {
  const spent = { text: "", finish: "length" } as const;
  const small = reasoned({
    deep: (answer) => ({ text: wrong(answer) }),
    sum: (cap, i) => (cap === 16 && i < 4 ? spent : { text: "83" }),
  });
  assert.equal(small.verdict, "covert", small.reason);
  assert.match(small.reason, /4 of 8 .* cap of 16/);
  // Thoughts so long that even the chains' cap is used up.
  const long = reasoned({ deep: (answer, i) => (i < 12 ? spent : { text: wrong(answer) }) });
  assert.equal(long.verdict, "covert", long.reason);
  assert.match(long.reason, /12 of 83 .* cap of 512/);
  assert.ok(long.low > 0.05 && long.rate > 0.1 && long.rate < 0.2, JSON.stringify(long));
  // One or two may be bad replies, but they may hide right answers: they raise the bound.
  const few = reasoned({ deep: (answer, i) => (i < 2 ? spent : { text: wrong(answer) }) });
  const none = reasoned({ deep: (answer) => ({ text: wrong(answer) }) });
  assert.equal(few.verdict, "no evidence");
  assert.ok(few.high > none.high);
  assert.equal(few.low, 0);
});

test("where the cap is not kept an empty reply says nothing about it", () => {
  const replies = Array.from({ length: 8 }, (_, i) =>
    exchange({ probe: "cap", arm: "cap-16", cap: 16, facts: { i } }, { text: "", finish: "length" }),
  );
  const text = "one, two, three, ".repeat(30);
  const check = (finish: string | null): Exchange =>
    exchange({ probe: "cap-check", arm: "long text", cap: 16 }, { text, finish });
  assert.equal(reasoningEvidence([...replies, check("length")])?.verdict, "covert");
  const free = reasoningEvidence([...replies, check("stop")]);
  assert.deepEqual([free?.capKept, free?.verdict], [false, "undecided"]);
  assert.equal(reasoningEvidence([...replies, check(null)])?.capKept, null);
});

test("a model that cannot follow chains even with steps leaves hidden reasoning unbounded", () => {
  const found = reasoned({
    deep: (answer) => ({ text: wrong(answer) }),
    steps: (answer) => ({ text: `Answer: ${wrong(answer)}` }),
  });
  assert.deepEqual([found.verdict, found.hidden, found.low, found.high], ["undecided", null, 0, 1]);
});

test("no call with reasoning off, no evidence of it", () => {
  assert.equal(reasoningEvidence([]), null);
  assert.equal(reasoningEvidence(rounds(() => true)), null);
  const failed = exchange({ probe: "chain", arm: "off", facts: { depth: deepest } }, { status: 500 });
  assert.equal(reasoningEvidence([failed]), null);
});
