import type { Block, Cell } from "../../../../report/blocks.ts";
import { formatCount, formatLevel, formatPercent } from "../../../../report/format.ts";
import { details, paragraph, right, table } from "../../../../report/write.ts";
import { curveTitles } from "../../features.ts";
import type { PlantKind } from "./plants.ts";
import { type Reach, type ReachOf, rates, wanted } from "./result.ts";

const kinds: Readonly<Record<PlantKind, string>> = {
  naming: "a word that no other answer has",
  swap: "a common word exchanged for one rarer word",
  style: "full stops made exclamation marks",
  asked: "a word that no other prompt has",
};

/** What the answer could have seen, test by test. */
export function reachBlocks({ level, found }: Reach): Block[] {
  if (found.length === 0) return [];
  return [
    details(
      "What could have been seen",
      paragraph(
        `Something was planted in a share of your own rows where nothing differs: on one side of two halves of the clean set, or of pairs whose answers were swapped at random. A test must find it at the level of the answer (${formatLevel(Number(level.toPrecision(2)))}, shared among all tests of it).`,
      ),
      table(
        `Worlds in which it was found, by share of planted rows, and the share from which on it is found ${formatPercent(wanted)} of the time with its 95% interval (logistic regression).`,
        ["planted", "seen by", "rows", ...rates.map((rate) => right(formatLevel(rate))), right("found from")],
        found.map(({ test, kind, size, unit, cells, from }) => [
          kinds[kind],
          test === "list" ? "list of words" : curveTitles[test],
          `${formatCount(size)} ${unit}`,
          ...cells.map(({ found: count, of }) => `${count} of ${of}`),
          fromCell(from),
        ]),
      ),
    ),
  ];
}

function fromCell(from: ReachOf["from"]): Cell {
  const most = rates.at(-1) ?? 0;
  return from === null
    ? { absent: `more than ${formatLevel(most)}` }
    : { estimate: 100 * from.estimate, low: 100 * from.low, high: 100 * from.high, digits: 1 };
}

/** From how many rows on a plant is found, as the rest of a sentence: "would have been found four times in five from 2% of rows (1% to 3%)". */
export function wouldBeFound(from: ReachOf["from"]): string {
  if (from === null) return `would not have been found even in ${formatLevel(rates.at(-1) ?? 1)} of rows`;
  const least = rates[0] ?? 0;
  const percent = (share: number): string => formatPercent(share, share < 0.095 ? 1 : 0);
  return from.estimate < least
    ? `would have been found in ${formatLevel(least)} of rows already`
    : `would have been found four times in five from ${percent(from.estimate)} of rows (${percent(from.low)} to ${percent(from.high)})`;
}
