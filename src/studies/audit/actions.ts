import { CredenceError } from "../../core/error.ts";
import { countCell, numberCell, paragraph, right, table } from "../../report/write.ts";
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
      more("rowAuroc", "--row-auroc <A>", "AUROC of single rows to be told from .5 (default: .52, .55, .6)"),
      more(
        "wordShare",
        "--word-share <S>",
        "share of suspect answers, beyond the clean ones, that a word stands in (default: .005, .02, .05)",
      ),
      more("vocabulary", "--vocabulary <N>", "words that are tested at once (default: 2000)"),
      more("rate", "--rate <R>", "rate at which an investigator names the entity (default: .3, .4, .6)"),
      more("shift", "--shift <S>", "a set's centred shift in nats a token (default: .03, .05, .1)"),
      more(
        "rowSpread",
        "--row-spread <S>",
        "standard deviation of a row's centred shift (default: .04, smollm2-135m on the panel that ships)",
      ),
      more(
        "setSpread",
        "--set-spread <S>",
        "how far sets without that plant differ by nature (default: .006, the same)",
      ),
    ],
    perform: powerOf,
  },
];

function more(name: string, flags: string, doc: string): NonNullable<StudyAction["more"]>[number] {
  return { name, flags, doc: `with --power: ${doc}` };
}

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
  const byShare = shares.map((share) => right(`${100 * share}% suspect`));
  return {
    ok: true,
    title: "Rows, pairs and tries needed",
    json: {
      ...{ level, power, shares, vocabulary, threshold, different, words: paired, investigator: named },
      panel: { rowSpread, setSpread, namedAt, shifts: panel },
    },
    blocks: [
      paragraph(
        `For a power of ${power} at a level of ${level}. Normal approximations: below some twenty they are rough.`,
      ),
      table(
        "different: rows of either set, of which four in ten are held and scored.",
        ["AUROC of single rows", ...byShare],
        different.map(({ auroc, rows }) => [numberCell(auroc, 3), ...rows.map(countCell)]),
      ),
      table(
        `words: pairs of answers to the same prompt, for a word that no clean answer has, among ${vocabulary} words (|z| above ${threshold.toFixed(2)}).`,
        ["share of suspect answers", "pairs"],
        paired.map(({ more: share, pairs }) => [numberCell(share, 4), countCell(pairs)]),
      ),
      table(
        `investigator: answered tries over all sets, to tell its rate from ${base}.`,
        ["rate", "tries"],
        named.map(({ rate, tries }) => [numberCell(rate, 2), countCell(tries)]),
      ),
      table(
        `panel: rows of the set, for a scorer by which rows spread by ${rowSpread} and sets without the plant by ${setSpread} nats a token, named at z above ${namedAt}. A run shows how strongly its scorer responds to the panel's own plants. "Never": what differs among sets by nature is in the way, and no number of rows takes it out.`,
        ["centred shift", ...byShare],
        panel.map(({ shift, rows }) => [
          numberCell(shift, 3),
          ...rows.map((count) => (count === null ? "never" : countCell(count))),
        ]),
      ),
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
