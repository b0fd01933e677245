import type { Block, Cell } from "../../../report/blocks.ts";
import { formatCount } from "../../../report/format.ts";
import { estimateCell, heading, paragraph, table } from "../../../report/write.ts";
import type { Framing } from "../findings/authorship.ts";
import type { MonitorResults } from "../results.ts";

/** Authorship by framing, where authors are known on both sides. */
export function authorshipBlocks({ authorship }: MonitorResults): Block[] {
  const { own, other, arms, absent } = authorship;
  if (absent !== null) return [];
  const row = (name: string, { positives, negatives, auroc }: Framing): Cell[] => [
    name,
    ...[positives, negatives, auroc].map((found) =>
      estimateCell(found, 3, "no run of this class and author has both scores"),
    ),
  ];
  return [
    heading("Authorship and framing"),
    paragraph(
      `Self-attribution bias is leniency to one's own turns. A shift that the runs of other models show too is one of position, not of authorship; what is left of it in the difference in differences is the bias. The monitor model wrote ${formatCount(own.rows)} of these runs (${formatCount(own.positives)} positive), others ${formatCount(other.rows)} (${formatCount(other.positives)} positive).`,
    ),
    table(
      "Mean score of an arm minus that of the quoted transcript, on the same runs; below 0 the arm is more lenient. 95% intervals by bootstrap over groups.",
      ["arm and author", "shift, positives", "shift, negatives", "AUROC"],
      arms.flatMap(({ arm, own: mine, other: others, difference }) => [
        row(`${arm}, own runs`, mine),
        row(`${arm}, others' runs`, others),
        row(`${arm}, difference in differences`, difference),
      ]),
      arms.slice(1).map((_, index) => 3 * (index + 1)),
    ),
  ];
}
