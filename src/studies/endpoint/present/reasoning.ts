import type { Block, Cell } from "../../../report/blocks.ts";
import { formatShare } from "../../../report/format.ts";
import { countCell, facts, right, table } from "../../../report/write.ts";
import type { ReasoningEvidence } from "../evidence/reasoning.ts";
import type { DepthCount } from "../evidence/reasoning-verdict.ts";
import { chainChance } from "../probes/chain.ts";
import type { EndpointResult } from "../results.ts";
import { offWords } from "./switches.ts";

/** What switching reasoning off means, for somebody who has never done it. */
export const reasoningExplained =
  "Many models think in hidden text before they answer, and APIs offer to switch that off. Whether it is off shows in four ways: thoughts stand in the reply; usage counts tokens that nobody sees; short answers come back empty because the cap was spent on thoughts; and questions that take written steps are answered right without any.";

/** One phrase for a table. */
export function reasoningWord({ verdict, rate, low, high }: ReasoningEvidence): string {
  if (verdict === "undecided") return verdict;
  if (verdict === "no evidence") return `no evidence (at most ${formatShare(high)})`;
  return `${verdict} (${formatShare(rate)}, ${formatShare(low)} to ${formatShare(high)})`;
}

/** The sentence of one endpoint. */
export function reasoningSentence(one: EndpointResult): string {
  const { reference, reasoning } = one;
  if (reasoning === null) return `At ${reference} it was not tested.`;
  return `At ${reference}, reasoning off (${offWords(one)}): ${reasoningWord(reasoning)}; ${reasoning.reason}.`;
}

/** Depths, caps and bounds of one endpoint; null where it was not tested. */
export function reasoningBlocks({ reasoning }: EndpointResult): Block[] | null {
  if (reasoning === null) return null;
  const { depths, steps, caps, calls, shown, declared, openBound, hidden, capKept } = reasoning;
  const row = ({ right: n, calls: of }: DepthCount, name: string): Cell[] => [
    name,
    `${n} of ${of}`,
    of === 0 ? { absent: "no call" } : formatShare(n / of),
  ];
  return [
    facts(
      ["calls with reasoning off", String(calls)],
      ["thoughts shown in the reply", String(shown)],
      ["tokens declared or charged that are not shown", String(declared)],
      ["upper bound on shown or declared (one-sided 95%)", formatShare(openBound)],
      [
        "upper bound on hidden reasoning (one-sided 95%)",
        hidden === null
          ? "none: the model cannot follow the chains with steps either"
          : formatShare(hidden.bound),
      ],
    ),
    table(
      `Two letters followed through fresh random tables; both right by guessing: ${formatShare(chainChance)}. A model that reasons in secret stays right at depth.${leftOut(reasoning)}`,
      ["chain", right("right"), right("share")],
      [
        ...depths.map((at) => row(at, `${at.depth} ${at.depth === 1 ? "step" : "steps"}, answer only`)),
        row(steps, `${steps.depth} steps, written out`),
      ],
      [depths.length],
    ),
    table(
      `Sums with an answer of a few tokens, by output cap${capKept === false ? " (this endpoint does not keep the cap)" : ""}: empty replies had their tokens spent elsewhere.`,
      ["cap", "replies", "empty"],
      caps.map(({ cap, calls: n, empty }) => [countCell(cap), countCell(n), countCell(empty)]),
    ),
  ];
}

function leftOut({ unreadable, written }: ReasoningEvidence): string {
  const why = [
    ...(written === 0 ? [] : [`${written} that write their steps out`]),
    ...(unreadable === 0 ? [] : [`${unreadable} without two letters`]),
  ];
  return why.length === 0 ? "" : ` Left out of the answers without steps: ${why.join(", ")}.`;
}
