import type { Block } from "../../../report/blocks.ts";
import { formatCount, formatShare } from "../../../report/format.ts";
import { countCell, facts, heading, table } from "../../../report/write.ts";
import type { SavedResult } from "../results.ts";

/** What replies that were saved earlier say. */
export function savedBlocks(saved: SavedResult): Block[] {
  const { replies, unfinished, beginnings, shown, declared, openBound, refused } = saved;
  return [
    heading("Saved replies"),
    facts(
      ["replies", formatCount(replies)],
      ["not answered", formatCount(refused)],
      ["to unfinished turns", formatCount(unfinished)],
      ["with thoughts shown", formatCount(shown)],
      ["with tokens declared that are not shown", formatCount(declared)],
      ["upper bound on these two (one-sided 95%)", formatShare(openBound)],
    ),
    ...(beginnings.length === 0
      ? []
      : [
          table(
            "How replies to unfinished turns begin. Without the same sent openly beside them no verdict follows: ask the endpoint itself for that.",
            ["the reply begins", "replies"],
            beginnings.map(({ beginning, replies: n }) => [beginning, countCell(n)]),
          ),
        ]),
  ];
}
