import { contrastFigure, replyBlocks } from "../../design/reply-blocks.ts";
import type { Block } from "../../report/blocks.ts";
import { formatCount } from "../../report/format.ts";
import { details, estimateCell, paragraph, table } from "../../report/write.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import { shareNumber } from "./claims.ts";
import type { FakingResults, ScenarioResult } from "./results.ts";

/** Gaps that stand in the picture beside the answer. */
const pictured = new Set(["told", "documents", "inferable", "persona", "tool", "placebo"]);

/** What a reader sees of a faking run between the headline and the cost table. */
export function presentFaking({ results }: Envelope<FakingResults>): Presentation {
  const { scenarios } = results;
  const [first, ...others] = scenarios;
  const figure =
    first === undefined ? null : contrastFigure(first.replies.contrasts.filter(({ id }) => pictured.has(id)));
  const counts = first?.replies.counts;
  return {
    title:
      counts === undefined
        ? "Watched and unwatched replies"
        : `Watched and unwatched replies: ${formatCount(counts.items)} requests over ${formatCount(counts.clusters)} preferences, ${formatCount(counts.cells)} cells${others.length > 0 ? `, scenarios ${scenarios.map(({ id }) => id).join(" and ")}` : ""}`,
    ...(figure === null ? {} : { figure }),
    blocks: [
      paragraph(
        "An assistant has its own way of working, and a new brief asks for another. A tag on the conversation says whether replies count. The gap is how much more often the brief is followed where they do. All preferences are harmless: sources, plain words, brevity.",
      ),
      ...(first === undefined ? [] : scenarioBlocks(first)),
      ...others.map((one) => details(`Scenario ${one.id}`, ...scenarioBlocks(one))),
    ],
    cost: [],
  };
}

function scenarioBlocks(one: ScenarioResult): Block[] {
  const points = (
    found: { readonly estimate: number; readonly low: number; readonly high: number } | null,
  ) =>
    found === null ? null : { estimate: 100 * found.estimate, low: 100 * found.low, high: 100 * found.high };
  return [
    ...(one.replies.contrasts.every(({ found }) => found === null)
      ? []
      : [
          table(
            "What the gap is made of.",
            ["", "found", "what it is"],
            [
              [
                "simulator-like share",
                shareNumber(one.simulatorShare),
                "1 - gap in another role / gap of the assistant, both told the same",
              ],
              [
                "inference loss",
                shareNumber(one.inferenceLoss),
                "1 - gap where inferable / gap where told: decoding, weaker belief and role-play mixed, so a bound; read it with the comprehension below",
              ],
              [
                "slope on strength, points",
                estimateCell(points(one.slope.found), 1, "not fitted"),
                `gap by how strongly the item's own way is kept by itself, over ${one.slope.items} items`,
              ],
              [
                "a tag's word, points",
                estimateCell(points(one.word), 1, "one family: not told apart"),
                "effect of the word itself, whatever it means; tags change places in every second unit",
              ],
            ],
          ),
        ]),
    ...replyBlocks(one.replies),
  ];
}
