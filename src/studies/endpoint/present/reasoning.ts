import type { Block, Cell } from "../../../report/blocks.ts";
import { chainChance } from "../probes/chain.ts";
import type { EndpointResult, ReasoningResult } from "../results.ts";

/** What switching reasoning off means, for somebody who has never done it. */
export const reasoningExplained =
  "Many models think in hidden text before they answer, and APIs offer to switch that off. Whether it is off shows in four ways: thoughts stand in the reply; usage counts tokens that nobody sees; short answers come back empty because the cap was spent on thoughts; and questions that take written steps are answered right without any.";

/** One phrase for a table. */
export function reasoningWord({ verdict, rate, low, high }: ReasoningResult): string {
  switch (verdict) {
    case "no evidence":
      return `no evidence (at most ${percent(high)})`;
    case "undecided":
      return "undecided";
    default:
      return `${verdict} (${percent(rate)}, ${percent(low)} to ${percent(high)})`;
  }
}

/** The sentence of one endpoint. */
export function reasoningSentence({ reference, reasoning }: EndpointResult): string {
  if (reasoning === null) return `At ${reference} it was not tested.`;
  return `At ${reference}, reasoning off: ${reasoningWord(reasoning)}; ${reasoning.reason}.`;
}

/** Depths, caps and bounds of one endpoint. */
export function reasoningBlocks({ reasoning }: EndpointResult): Block[] {
  if (reasoning === null) return [];
  const { depths, steps, caps, calls, shown, declared, openBound, hidden, unreadable, written, capKept } =
    reasoning;
  const rows = [
    ...depths.map(({ depth, right, calls: n }): Cell[] => [
      `${depth} ${depth === 1 ? "step" : "steps"}, answer only`,
      `${right} of ${n}`,
      n === 0 ? { absent: "no call" } : percent(right / n),
    ]),
    [
      `${steps.depth} steps, written out`,
      `${steps.right} of ${steps.calls}`,
      steps.calls === 0 ? { absent: "no call" } : percent(steps.right / steps.calls),
    ] as const,
  ];
  return [
    {
      kind: "facts",
      rows: [
        { name: "calls with reasoning off", value: String(calls) },
        { name: "thoughts shown in the reply", value: String(shown) },
        { name: "tokens declared or charged that are not shown", value: String(declared) },
        { name: "upper bound on shown or declared (one-sided 95%)", value: percent(openBound) },
        {
          name: "upper bound on hidden reasoning (one-sided 95%)",
          value:
            hidden === null
              ? "none: the model cannot follow the chains with steps either"
              : percent(hidden.bound),
        },
      ],
    },
    {
      kind: "table",
      caption: `Two letters followed through fresh random tables; both right by guessing: ${percent(chainChance)}. A model that reasons in secret stays right at depth.${leftOut(unreadable, written)}`,
      columns: [{ title: "chain" }, { title: "right", align: "right" }, { title: "share", align: "right" }],
      rows,
      rules: [depths.length],
    },
    {
      kind: "table",
      caption: `Sums with an answer of a few tokens, by output cap${capKept === false ? " (this endpoint does not keep the cap)" : ""}: empty replies had their tokens spent elsewhere.`,
      columns: [
        { title: "cap", align: "right" },
        { title: "replies", align: "right" },
        { title: "empty", align: "right" },
      ],
      rows: caps.map(({ cap, calls: n, empty }): Cell[] => [
        { number: cap, digits: 0 },
        { number: n, digits: 0 },
        { number: empty, digits: 0 },
      ]),
    },
  ];
}

function leftOut(unreadable: number, written: number): string {
  const why = [
    ...(written === 0 ? [] : [`${written} that write their steps out`]),
    ...(unreadable === 0 ? [] : [`${unreadable} without two letters`]),
  ];
  return why.length === 0 ? "" : ` Left out of the answers without steps: ${why.join(", ")}.`;
}

/** As percent, with a decimal below ten. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 && share > 0 ? 1 : 0)}%`;
}
