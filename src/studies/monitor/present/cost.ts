import { addKnown } from "../../../core/outcome.ts";
import type { Block, Cell } from "../../../report/blocks.ts";
import { costChart } from "../../../report/charts.ts";
import { formatCount, formatNumber, formatUsd } from "../../../report/format.ts";
import { type ColumnOf, countCell, numberCell, paragraph, table, tableOf } from "../../../report/write.ts";
import type { Cost } from "../../../study/envelope.ts";
import type { Range } from "../../../study/study.ts";
import type { CacheState } from "../cache-check.ts";
import { cacheWords } from "../cache-words.ts";
import { type ArmCost, type MonitorCost, parseCost } from "../cost-figures.ts";
import { actArm } from "../written.ts";

const notSaid = "the provider did not say";

/** Tokens predicted by an ideal cache beside those measured, and what the closed formulas say of repeated reading. */
export function costBlocks(all: Cost): Block[] {
  const cost = parseCost(all.study);
  if (cost === null || cost.arms.length === 0) return [];
  return [
    ...meterBlocks(cost),
    ...agentBlocks(all),
    ...cacheBlocks(cost),
    ...billBlocks(cost),
    ...formulaBlocks(cost),
  ];
}

function meterBlocks({ arms, lengths, charactersPerToken }: MonitorCost): Block[] {
  const own = arms.map(({ id: name, predicted, evaluated, firstPass }) => ({
    name,
    predicted: predicted - firstPass.predicted,
    measured: evaluated === null || firstPass.evaluated === null ? null : evaluated - firstPass.evaluated,
  }));
  const firstPass = arms.reduce((sum, arm) => sum + arm.firstPass.predicted, 0);
  const firstMeasured = arms.reduce<number | null>((sum, arm) => addKnown(sum, arm.firstPass.evaluated), 0);
  const row = (
    name: string,
    whole: readonly Cell[],
    predicted: number,
    measured: number | null,
    read: Cell,
  ) => [...[name, ...whole, countCell(predicted), numberCell(measured, 0, notSaid), read]];
  const from =
    lengths === "reported"
      ? "Lengths are the adapter's own counts; shared parts are found in characters."
      : `Lengths are estimated at ${formatNumber(charactersPerToken, 1)} characters a token: the provider reported none.`;
  return [
    table(
      `Input tokens that the monitor costs: predicted by a meter (each call's length less the longest prefix that an earlier call of the plan has too) and measured. ${from}`,
      [
        ...["arm", "calls"],
        ["no cache", "all input tokens: the price without any cache"],
        ["predicted", "evaluated with an ideal cache, the agent's own first pass taken out"],
        ["measured", "evaluated as reported, the agent's own first pass taken out"],
        "read from cache",
      ],
      [
        ...arms.map(({ id, calls, input, read }, at) =>
          row(
            id,
            [countCell(calls), countCell(input)],
            own[at]?.predicted ?? 0,
            own[at]?.measured ?? null,
            numberCell(read, 0, notSaid),
          ),
        ),
        ...(firstPass === 0 ? [] : [row("agent's own first pass", ["", ""], firstPass, firstMeasured, "")]),
      ],
      firstPass === 0 ? [] : [arms.length],
    ),
    paragraph(
      "The agent's own first pass is what the agent itself put through the model: beside a live agent the prefix arms find it in the cache, here the run had to be read in once. It is booked to the agent.",
    ),
    {
      kind: "figure",
      id: "cost",
      caption: "Input tokens evaluated for the monitor, predicted and measured.",
      alt: own
        .map(
          ({ name, predicted, measured }) =>
            `${name}: predicted ${predicted}, measured ${measured ?? "not reported"}`,
        )
        .join("; "),
      spec: costChart(own, { label: "input tokens evaluated" }),
    },
  ];
}

/** What the agent took that wrote runs in this study. */
function agentBlocks({ arms }: Cost): Block[] {
  const agent = arms.find(({ name }) => name === actArm);
  if (agent === undefined) return [];
  const { uncachedInput, cacheWrite, cacheRead, output } = agent.usage;
  const said = (tokens: number | null): string => (tokens === null ? "not reported" : formatCount(tokens));
  return [
    paragraph(
      `Writing the ${formatCount(agent.trials)} runs took the agent ${formatCount(agent.calls)} calls: input tokens evaluated ${said(addKnown(uncachedInput, cacheWrite ?? 0))}, read from a cache ${said(cacheRead)}, written ${said(output)}. That is the agent's own bill and in none of the arms.`,
    ),
  ];
}

/** Call by call: what the provider's cache rule promises beside what the provider reports. */
function cacheBlocks(cost: MonitorCost): Block[] {
  if (cost.caching !== "reported") return [];
  const { doubts, rest } = cacheWords(cost);
  const unknown = cost.cacheRule === null ? "nothing is promised" : "its length is not known";
  const counted = (title: string, states: readonly CacheState[], note?: string): ColumnOf<ArmCost> => ({
    title,
    ...(note === undefined ? {} : { note }),
    cell: ({ cache }) => countCell(states.reduce((sum, state) => sum + cache[state], 0)),
  });
  return [
    ...[...doubts, ...rest].map(paragraph),
    tableOf<ArmCost>(
      "Calls by what they found in the provider's cache, and the tokens: what could be read, by the provider's rule and by what earlier calls had in common, beside what the provider reports.",
      cost.arms,
      [
        { title: "arm", cell: ({ id }) => id },
        {
          title: "could be read",
          note: "least: surely there; most: all that was in common",
          cell: ({ expectedRead }) => rangeCell(expectedRead, formatCount, unknown),
        },
        { title: "reported", cell: ({ read }) => numberCell(read, 0, notSaid) },
        counted("hit", ["hit"]),
        counted("less", ["less"], "some of what was surely there"),
        counted("miss", ["miss"], "nothing, though it was surely there"),
        counted(
          "nothing there",
          ["first", "cold", "belowMinimum"],
          "first of its kind, below the least length, or perhaps gone",
        ),
        counted("does not fit", ["unexplained"], "more than there could be, or no multiple of the block"),
        counted("not said", ["notReported"]),
        counted("replayed", ["replayed"], "from credence's own cache of replies"),
      ],
    ),
  ];
}

/** What the dry run announced beside what came of it. */
function billBlocks({ arms, caching }: MonitorCost): Block[] {
  if (caching !== "reported") return [];
  return [
    table(
      "The bill of every arm: announced by the dry run, and by what the provider reported.",
      [
        ...["arm", "input tokens announced", "input tokens sent"],
        ...["dollars announced", "dollars by the provider's report"],
      ],
      arms.map(({ id, announced, input, usd }) => [
        id,
        rangeCell(announced.input, formatCount, ""),
        countCell(input),
        rangeCell(announced.usd, formatUsd, "no price known"),
        usd === null ? { absent: "no price known, or no usage" } : formatUsd(usd),
      ]),
    ),
  ];
}

function formulaBlocks({ formulas }: MonitorCost): Block[] {
  if (formulas === null) return [];
  const { tokens, question, read, write, rows } = formulas;
  return [
    table(
      `What it would cost to read one run of ${formatCount(tokens)} tokens (the mean here) with K evenly spaced questions of ${formatCount(question)} tokens, in prices of one evaluated token: a token read from a cache costs ${formatNumber(read, 2)}, one written ${formatNumber(write, 2)}.`,
      [
        "K",
        ["fresh, no cache", "T(K+1)/2 + Kq"],
        ["fresh, own cache", "wT + rT(K−1)/2 + Kq"],
        ["prefix, own engine", "rT(K+1)/2 + Kq: the agent's outputs are in the cache already"],
        ["prefix, provider", "T + rT(K−1)/2 + Kq: only prompts are cached"],
      ],
      rows.map(({ calls, fresh, freshCached, prefixLocal, prefixProvider }) =>
        [calls, fresh, freshCached, prefixLocal, prefixProvider].map(countCell),
      ),
    ),
  ];
}

function rangeCell(range: Range | null, format: (end: number) => string, absent: string): Cell {
  return range === null ? { absent } : `${format(range[0])} to ${format(range[1])}`;
}
