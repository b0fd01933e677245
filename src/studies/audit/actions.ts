import { CredenceError } from "../../core/error.ts";
import type { Cell } from "../../report/blocks.ts";
import { normalQuantile } from "../../stats/distributions/normal.ts";
import { pairsNeeded, rowsNeeded, shiftRowsNeeded, triesNeeded } from "../../stats/distributions/power.ts";
import type { ActionEnd, StudyAction } from "../../study/study.ts";

/** What `credence audit` does beside runs. */
export const auditActions: readonly StudyAction[] = [
  {
    name: "power",
    flags: "--power",
    doc: "say how many rows, pairs and tries an effect needs, instead of a run",
    more: [
      {
        name: "rowAuroc",
        flags: "--row-auroc <A>",
        doc: "with --power: AUROC of single rows to be told from .5 (default: .52, .55, .6)",
      },
      {
        name: "wordShare",
        flags: "--word-share <S>",
        doc: "with --power: share of suspect answers, beyond the clean ones, that a word stands in (default: .005, .02, .05)",
      },
      {
        name: "vocabulary",
        flags: "--vocabulary <N>",
        doc: "with --power: words that are tested at once (default: 2000)",
      },
      {
        name: "rate",
        flags: "--rate <R>",
        doc: "with --power: rate at which an investigator names the entity (default: .3, .4, .6)",
      },
      {
        name: "shift",
        flags: "--shift <S>",
        doc: "with --power: a set's centred shift in nats a token (default: .03, .05, .1)",
      },
      {
        name: "rowSpread",
        flags: "--row-spread <S>",
        doc: "with --power: standard deviation of a row's centred shift (default: .04, smollm2-135m on the panel that ships)",
      },
      {
        name: "setSpread",
        flags: "--set-spread <S>",
        doc: "with --power: how far sets without that plant differ by nature (default: .006, the same)",
      },
    ],
    perform: powerOf,
  },
];

const level = 0.05;
const power = 0.8;
const shares = [1, 0.5, 0.25, 0.1, 0.05];
/** Share of rows that are held. */
const held = 0.4;
/** What sets without their true prompt reach, as calibrated on the panel that ships. */
const namedAt = 4.1;
/** Rate that C1 is about. */
const base = 0.2;

async function powerOf(given: Readonly<Record<string, string | undefined>>): Promise<ActionEnd> {
  const areas = numbers(given.rowAuroc, "--row-auroc", 0.5, 1) ?? [0.52, 0.55, 0.6];
  const words = numbers(given.wordShare, "--word-share", 0, 1) ?? [0.005, 0.02, 0.05];
  const rates = numbers(given.rate, "--rate", base, 1) ?? [0.3, 0.4, 0.6];
  const shifts = numbers(given.shift, "--shift", 0, 10) ?? [0.03, 0.05, 0.1];
  const [rowSpread = 0.04] = numbers(given.rowSpread, "--row-spread", 0, 10) ?? [];
  const [setSpread = 0.006] = numbers(given.setSpread, "--set-spread", 0, 10) ?? [];
  const [vocabulary = 2000] = numbers(given.vocabulary, "--vocabulary", 0, 1e9) ?? [];
  const threshold = normalQuantile(1 - level / (2 * vocabulary));
  const different = areas.map((auroc) => ({
    auroc,
    // A mixture's AUROC is as much nearer to .5 as its share is smaller, for a classifier that stays as it is.
    rows: shares.map((share) => Math.ceil(rowsNeeded(0.5 + share * (auroc - 0.5), level, power) / held)),
  }));
  const paired = words.map((more) => ({ more, pairs: pairsNeeded(more, more, threshold, power) }));
  const named = rates.map((rate) => ({ rate, tries: triesNeeded(rate, base, level / 2, power) }));
  const panel = shifts.map((shift) => ({
    shift,
    rows: shares.map((share) =>
      shiftRowsNeeded({ shift: share * shift, rowSpread, setSpread }, namedAt, power),
    ),
  }));
  return {
    ok: true,
    title: "Rows, pairs and tries needed",
    json: {
      level,
      power,
      shares,
      vocabulary,
      threshold,
      different,
      words: paired,
      investigator: named,
      panel: { rowSpread, setSpread, namedAt, shifts: panel },
    },
    blocks: [
      {
        kind: "paragraph",
        text: `For a power of ${power} at a level of ${level}. Normal approximations: below some twenty they are rough.`,
      },
      {
        kind: "table",
        caption: "different: rows of either set, of which four in ten are held and scored.",
        columns: [
          { title: "AUROC of single rows" },
          ...shares.map((share) => ({ title: `${100 * share}% suspect`, align: "right" as const })),
        ],
        rows: different.map(({ auroc, rows }): Cell[] => [
          { number: auroc, digits: 3 },
          ...rows.map((count): Cell => ({ number: count, digits: 0 })),
        ]),
      },
      {
        kind: "table",
        caption: `words: pairs of answers to the same prompt, for a word that no clean answer has, among ${vocabulary} words (|z| above ${threshold.toFixed(2)}).`,
        columns: [{ title: "share of suspect answers" }, { title: "pairs", align: "right" }],
        rows: paired.map(({ more, pairs }): Cell[] => [
          { number: more, digits: 4 },
          { number: pairs, digits: 0 },
        ]),
      },
      {
        kind: "table",
        caption: `investigator: answered tries over all sets, to tell its rate from ${base}.`,
        columns: [{ title: "rate" }, { title: "tries", align: "right" }],
        rows: named.map(({ rate, tries }): Cell[] => [
          { number: rate, digits: 2 },
          { number: tries, digits: 0 },
        ]),
      },
      {
        kind: "table",
        caption: `panel: rows of the set, for a scorer by which rows spread by ${rowSpread} and sets without the plant by ${setSpread} nats a token, named at z above ${namedAt}. A run shows how strongly its scorer responds to the panel's own plants. "Never": what differs among sets by nature is in the way, and no number of rows takes it out.`,
        columns: [
          { title: "centred shift" },
          ...shares.map((share) => ({ title: `${100 * share}% suspect`, align: "right" as const })),
        ],
        rows: panel.map(({ shift, rows }): Cell[] => [
          { number: shift, digits: 3 },
          ...rows.map((count): Cell => (count === null ? "never" : { number: count, digits: 0 })),
        ]),
      },
    ],
  };
}

/** Numbers between two bounds, the bounds themselves left out. */
function numbers(text: string | undefined, flag: string, above: number, below: number): number[] | null {
  if (text === undefined) return null;
  const found = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (found.every((value) => value > above && value < below)) return found;
  throw new CredenceError("usage", `"${text}" does not fit ${flag}`, {
    fix: `Give a number above ${above} and below ${below}, or several with commas.`,
  });
}
