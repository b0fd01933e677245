import type { Block, Cell } from "../../../report/blocks.ts";
import { costChart } from "../../../report/charts.ts";
import { formatCount, formatNumber, formatUsd } from "../../../report/format.ts";
import { cacheWords } from "../cache-words.ts";
import { type ArmCost, type MonitorCost, parseCost } from "../cost-figures.ts";
import { countCell, numberCell } from "./cells.ts";

const notSaid = "the provider did not say";

/** Tokens predicted by an ideal cache beside those measured, and what the closed formulas say of repeated reading. */
export function costBlocks(stored: unknown): Block[] {
  const cost = parseCost(stored);
  if (cost === null || cost.arms.length === 0) return [];
  return [
    ...meterBlocks(cost),
    ...agentBlocks(cost),
    ...cacheBlocks(cost),
    ...billBlocks(cost),
    ...formulaBlocks(cost),
  ];
}

function meterBlocks(cost: MonitorCost): Block[] {
  const own = (arm: ArmCost): { predicted: number; evaluated: number | null } => ({
    predicted: arm.predicted - arm.firstPass.predicted,
    evaluated:
      arm.evaluated === null || arm.firstPass.evaluated === null
        ? null
        : arm.evaluated - arm.firstPass.evaluated,
  });
  const firstPass = cost.arms.reduce((sum, arm) => sum + arm.firstPass.predicted, 0);
  const firstMeasured = cost.arms.reduce<number | null>(
    (sum, arm) => (sum === null || arm.firstPass.evaluated === null ? null : sum + arm.firstPass.evaluated),
    0,
  );
  const lengths =
    cost.lengths === "reported"
      ? "Lengths are the adapter's own counts; shared parts are found in characters."
      : `Lengths are estimated at ${formatNumber(cost.charactersPerToken, 1)} characters a token: the provider reported none.`;
  return [
    {
      kind: "table",
      caption: `Input tokens that the monitor costs: predicted by a meter (each call's length less the longest prefix that an earlier call of the plan has too) and measured. ${lengths}`,
      columns: [
        { title: "arm" },
        { title: "calls" },
        { title: "no cache", note: "all input tokens: the price without any cache" },
        { title: "predicted", note: "evaluated with an ideal cache, the agent's own first pass taken out" },
        { title: "measured", note: "evaluated as reported, the agent's own first pass taken out" },
        { title: "read from cache" },
      ],
      rows: [
        ...cost.arms.map((arm): Cell[] => [
          arm.id,
          countCell(arm.calls),
          countCell(arm.input),
          countCell(own(arm).predicted),
          numberCell(own(arm).evaluated, notSaid, 0),
          numberCell(arm.read, notSaid, 0),
        ]),
        ...(firstPass === 0
          ? []
          : [
              [
                "agent's own first pass",
                "",
                "",
                countCell(firstPass),
                numberCell(firstMeasured, notSaid, 0),
                "",
              ] satisfies Cell[],
            ]),
      ],
      ...(firstPass === 0 ? {} : { rules: [cost.arms.length] }),
    },
    {
      kind: "paragraph",
      text: "The agent's own first pass is what the agent itself put through the model: beside a live agent the prefix arms find it in the cache, here the run had to be read in once. It is booked to the agent.",
    },
    {
      kind: "figure",
      id: "cost",
      caption: "Input tokens evaluated for the monitor, predicted and measured.",
      alt: cost.arms
        .map(
          (arm) =>
            `${arm.id}: predicted ${own(arm).predicted}, measured ${own(arm).evaluated ?? "not reported"}`,
        )
        .join("; "),
      spec: costChart(
        cost.arms.map((arm) => ({
          name: arm.id,
          predicted: own(arm).predicted,
          measured: own(arm).evaluated,
        })),
        { label: "input tokens evaluated" },
      ),
    },
  ];
}

function agentBlocks({ agent }: MonitorCost): Block[] {
  if (agent === null) return [];
  const said = (tokens: number | null): string =>
    tokens === null ? "not reported" : formatNumber(tokens, 0);
  return [
    {
      kind: "paragraph",
      text: `Writing the ${formatNumber(agent.runs, 0)} runs took the agent ${formatNumber(agent.calls, 0)} calls: input tokens evaluated ${said(agent.evaluated)}, read from a cache ${said(agent.read)}, written ${said(agent.output)}. That is the agent's own bill and in none of the arms.`,
    },
  ];
}

/** Call by call: what the provider's cache rule promises beside what the provider reports. */
function cacheBlocks(cost: MonitorCost): Block[] {
  if (cost.caching !== "reported") return [];
  const { doubts, rest } = cacheWords(cost);
  const unknown = cost.cacheRule === null ? "nothing is promised" : "its length is not known";
  return [
    ...[...doubts, ...rest].map((text): Block => ({ kind: "paragraph", text })),
    {
      kind: "table",
      caption:
        "Calls by what they found in the provider's cache, and the tokens: what could be read, by the provider's rule and by what earlier calls had in common, beside what the provider reports.",
      columns: [
        { title: "arm" },
        { title: "could be read", note: "least: surely there; most: all that was in common" },
        { title: "reported" },
        { title: "hit" },
        { title: "less", note: "some of what was surely there" },
        { title: "miss", note: "nothing, though it was surely there" },
        { title: "nothing there", note: "first of its kind, below the least length, or perhaps gone" },
        { title: "does not fit", note: "more than there could be, or no multiple of the block" },
        { title: "not said" },
        { title: "replayed", note: "from credence's own cache of replies" },
      ],
      rows: cost.arms.map(({ id, expectedRead, read, cache }): Cell[] => [
        id,
        expectedRead === null
          ? { absent: unknown }
          : `${formatCount(expectedRead[0])} to ${formatCount(expectedRead[1])}`,
        numberCell(read, notSaid, 0),
        ...[cache.hit, cache.less, cache.miss].map(countCell),
        countCell(cache.first + cache.cold + cache.belowMinimum),
        ...[cache.unexplained, cache.notReported, cache.replayed].map(countCell),
      ]),
    },
  ];
}

/** What the dry run announced beside what came of it. */
function billBlocks({ arms, caching }: MonitorCost): Block[] {
  if (caching !== "reported") return [];
  const dollars = (usd: number | null): Cell =>
    usd === null ? { absent: "no price known, or no usage" } : formatUsd(usd);
  return [
    {
      kind: "table",
      caption: "The bill of every arm: announced by the dry run, and by what the provider reported.",
      columns: [
        { title: "arm" },
        { title: "input tokens announced" },
        { title: "input tokens sent" },
        { title: "dollars announced" },
        { title: "dollars by the provider's report" },
      ],
      rows: arms.map(({ id, announced, input, usd }): Cell[] => [
        id,
        `${formatCount(announced.input[0])} to ${formatCount(announced.input[1])}`,
        countCell(input),
        announced.usd === null
          ? { absent: "no price known" }
          : `${formatUsd(announced.usd[0])} to ${formatUsd(announced.usd[1])}`,
        dollars(usd),
      ]),
    },
  ];
}

function formulaBlocks({ formulas }: MonitorCost): Block[] {
  if (formulas === null) return [];
  const { tokens, question, read, write, rows } = formulas;
  return [
    {
      kind: "table",
      caption: `What it would cost to read one run of ${formatNumber(tokens, 0)} tokens (the mean here) with K evenly spaced questions of ${formatNumber(question, 0)} tokens, in prices of one evaluated token: a token read from a cache costs ${formatNumber(read, 2)}, one written ${formatNumber(write, 2)}.`,
      columns: [
        { title: "K" },
        { title: "fresh, no cache", note: "T(K+1)/2 + Kq" },
        { title: "fresh, own cache", note: "wT + rT(K−1)/2 + Kq" },
        { title: "prefix, own engine", note: "rT(K+1)/2 + Kq: the agent's outputs are in the cache already" },
        { title: "prefix, provider", note: "T + rT(K−1)/2 + Kq: only prompts are cached" },
      ],
      rows: rows.map((row): Cell[] => [
        countCell(row.calls),
        countCell(row.fresh),
        countCell(row.freshCached),
        countCell(row.prefixLocal),
        countCell(row.prefixProvider),
      ]),
    },
  ];
}
