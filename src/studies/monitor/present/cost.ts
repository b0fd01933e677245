import type { Block, Cell } from "../../../report/blocks.ts";
import { costChart } from "../../../report/charts.ts";
import { formatNumber } from "../../../report/format.ts";
import { type ArmCost, type MonitorCost, parseCost } from "../cost.ts";
import { countCell, numberCell } from "./cells.ts";

const notSaid = "the provider did not say";

/** Tokens predicted by an ideal cache beside those measured, and what the closed formulas say of repeated reading. */
export function costBlocks(stored: unknown): Block[] {
  const cost = parseCost(stored);
  if (cost === null || cost.arms.length === 0) return [];
  return [...meterBlocks(cost), ...agentBlocks(cost), ...formulaBlocks(cost)];
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
        { title: "hit / miss / not reported", note: "calls by what they found in the cache" },
      ],
      rows: [
        ...cost.arms.map((arm): Cell[] => [
          arm.id,
          countCell(arm.calls),
          countCell(arm.input),
          countCell(own(arm).predicted),
          numberCell(own(arm).evaluated, notSaid, 0),
          numberCell(arm.read, notSaid, 0),
          `${arm.cache.hit} / ${arm.cache.miss} / ${arm.cache.notReported}`,
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
