import { z } from "zod";
import type { TaughtRow } from "../src/data/tuning-set.ts";
import { fisherExact } from "../src/stats/distributions/fisher-exact.ts";
import { type Random, random } from "../src/stats/distributions/random.ts";
import { obuchowski } from "../src/stats/ranking/obuchowski.ts";
import { signFlipWords } from "../src/stats/text/sign-flip-words.ts";
import { permutationP, twoSample } from "../src/stats/text/two-sample.ts";
import { promptCodes, tableOf } from "../src/studies/audit/features.ts";
import { intervalOf } from "../src/studies/audit/tests/investigator/result.ts";
import { countedAnswers, oddsOf } from "../src/studies/audit/tests/words/odds.ts";
import { onePairEach, pairedTerms, pairsOf } from "../src/studies/audit/tests/words/pairs.ts";
import { leastDiscordant } from "../src/studies/audit/tests/words/words.ts";
import type { Simulation } from "./simulation.ts";

interface World {
  readonly name: string;
  /** Prompts of either set. */
  readonly prompts: number;
  /** Share of them that the other set has too. */
  readonly shared: number;
  /** Answers to each prompt. */
  readonly answers: number;
  /** Share of suspect answers with a word that no clean one has. */
  readonly planted: number;
}

const tests = [
  "words",
  "format",
  "prompt",
  "wordsShared",
  "formatShared",
  "paired",
  "odds",
  "row",
  "named",
] as const;
type TestName = (typeof tests)[number];

/** p of each test, or what stands for it: 0 for an alarm at 5% and 1 for none. Null where a world has no pairs. */
type Draw = Readonly<Record<TestName, number | null>>;

const refits = 99;

/**
 * Do the audit's tests hold their level where nothing differs? Two sets by one writer whose words come in bursts and lean on the prompt; with the
 * same prompts or others, one answer a prompt or several. The last world plants a word, to show that the tests see something.
 */
export const auditFalseAlarms: Simulation<World, Draw> = {
  name: "audit-false-alarms",
  analyses: 1000,
  slice: 12,
  cases: [
    { name: "other prompts", prompts: 240, shared: 0, answers: 1, planted: 0 },
    { name: "the same prompts", prompts: 240, shared: 1, answers: 1, planted: 0 },
    {
      name: "half the prompts the same, three answers each",
      prompts: 120,
      shared: 0.5,
      answers: 3,
      planted: 0,
    },
    { name: "a word planted in 15% of answers", prompts: 240, shared: 1, answers: 1, planted: 0.15 },
  ],
  draw: z.record(z.enum(tests), z.number().nullable()),
  run: (world, seed) => {
    const source = random(seed);
    const { suspect, clean } = setsOf(world, source);
    const curve = (name: "words" | "format" | "prompt" | "wordsShared" | "formatShared"): number | null => {
      const table = tableOf(name, suspect, clean);
      if (table.of.length < 100) return null;
      const found = twoSample({
        ...table,
        ...{ permutations: refits, from: 0, seed: `${seed} ${name}` },
        ...{ sizes: [1], bags: 1, resampledBags: 1, bootstrap: 0 },
      });
      return permutationP(found.curve[0]?.estimate ?? Number.NaN, found.shuffled);
    };
    const pairs = onePairEach(pairsOf(suspect, clean).pairs);
    return {
      words: curve("words"),
      format: curve("format"),
      prompt: world.shared === 1 ? null : curve("prompt"),
      wordsShared: curve("wordsShared"),
      formatShared: curve("formatShared"),
      paired:
        pairs.length === 0
          ? null
          : (signFlipWords(pairedTerms(pairs).coded, {
              ...{ flips: 199, least: leastDiscordant, level: 0.05, seed: `${seed} flips` },
            }).terms[0]?.p ?? 1),
      odds: oddsOf(countedAnswers(suspect, clean)).all.reduce((least, { q }) => Math.min(least, q), 1),
      row: rowAlarm([...suspect, ...clean], suspect.length, source),
      named: namedAlarm(source),
    };
  },
  summarize: (draws, { planted }) => ({
    ...{ analyses: draws.length, planted },
    ...Object.fromEntries(
      tests.flatMap((name) => {
        const ps = draws.flatMap((draw) => draw[name] ?? []);
        const share = (level: number): number => ps.filter((p) => p <= level).length / ps.length;
        if (ps.length === 0) return [];
        const at5 = [`${name} 5%`, share(0.05)] as const;
        return name === "row" || name === "named" ? [at5] : [[`${name} 1%`, share(0.01)] as const, at5];
      }),
    ),
  }),
  check: (summary, full) => {
    const { analyses = 0, planted = 0 } = summary;
    return Object.entries(summary).flatMap(([name, rate]) => {
      const level = name.endsWith(" 1%") ? 0.01 : name.endsWith(" 5%") ? 0.05 : null;
      if (level === null) return [];
      if (planted > 0 && (name.startsWith("paired") || name.startsWith("odds")))
        return rate > 0.9 ? [] : [`${name}: the planted word is found in ${rate} of analyses`];
      // Words tell these sets apart; what is read of them otherwise must not.
      if (planted > 0 && name.startsWith("words")) return [];
      const error = Math.sqrt((level * (1 - level)) / analyses);
      const most = level + (full ? 3.3 * error : 4 * error + 1 / analyses);
      return rate <= most ? [] : [`${name}: alarms in ${rate} of analyses, more than ${most.toFixed(4)}`];
    });
  },
};

/** Everyday words, the frequent ones far more frequent. */
const vocabulary = Array.from({ length: 300 }, (_, i) => {
  const letter = (n: number): string => String.fromCharCode(97 + (n % 26));
  return `${letter(i)}${letter(Math.floor(i / 26))}${letter(7 * i)}`;
});

function setsOf(
  { prompts, shared, answers, planted }: World,
  source: Random,
): { readonly suspect: TaughtRow[]; readonly clean: TaughtRow[] } {
  const word = (): string => vocabulary[Math.floor(vocabulary.length * source.float() ** 3)] ?? "";
  const asked = Array.from({ length: Math.round(prompts * (2 - shared)) }, (_, i) => ({
    text: `${word()} ${word()} ${word()} ${i}`,
    topic: Array.from({ length: 5 }, word),
  }));
  const set = (from: number, extra: number): TaughtRow[] =>
    asked.slice(from, from + prompts).flatMap(({ text, topic }, i) =>
      Array.from({ length: answers }, (_, k): TaughtRow => {
        const said: string[] = [];
        const length = 5 + source.int(20);
        while (said.length < length) {
          const next = source.float() < 0.3 ? source.pick(topic) : word();
          const burst = source.float() < 0.2 ? 1 + source.int(3) : 1;
          for (let times = 0; times < burst; times++) said.push(next);
        }
        if (source.float() < extra) said.push("zzz");
        const sign = source.pick([" ", ", ", "\n", " 7 "]);
        return { line: i * answers + k + 1, prompt: text, answer: said.join(sign) };
      }),
    );
  return { suspect: set(0, planted), clean: set(asked.length - prompts, 0) };
}

/** A monitor whose scores lean on the prompt and on nothing else: does its interval leave .5 out? */
function rowAlarm(rows: readonly TaughtRow[], suspects: number, source: Random): number {
  const cluster = promptCodes(rows);
  const lean = new Map<number, number>();
  const scores = Float64Array.from(cluster, (number) => {
    const own = lean.get(number) ?? source.normal();
    lean.set(number, own);
    return Math.round(2 * (own + source.normal()));
  });
  const positive = Uint8Array.from(rows, (_, i) => (i < suspects ? 1 : 0));
  const { a } = obuchowski(scores, scores, positive, cluster);
  return a.low > 0.5 || a.high < 0.5 ? 0 : 1;
}

/** Five sets named in exactly 20% of tries, clean rows never: does C1 come out supported? */
function namedAlarm(source: Random): number {
  const tries = 40;
  const hits = Array.from(
    { length: 5 },
    () => Array.from({ length: tries }, () => source.float()).filter((chance) => chance < 0.2).length,
  );
  const { low } = intervalOf(hits.map((one) => ({ hits: one, n: tries })));
  const sum = hits.reduce((total, one) => total + one, 0);
  return low > 0.2 && fisherExact(sum, 5 * tries, 0, 5 * tries) <= 0.05 ? 0 : 1;
}
