import { z } from "zod";
import type { Block, Cell } from "../../report/blocks.ts";
import { formatCount, formatUsd } from "../../report/format.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import { prefillBlocks, prefillExplained, prefillWord } from "./present/prefill.ts";
import { percent, reasoningBlocks, reasoningExplained, reasoningWord } from "./present/reasoning.ts";
import type { EndpointResult, EndpointResults, SavedResult } from "./results.ts";

/** What a reader sees between the headline and the cost table. */
export function presentFindings({ results, cost }: Envelope<EndpointResults>): Presentation {
  const { endpoints, saved } = results;
  const has = (of: "prefill" | "reasoning"): boolean => endpoints.some((one) => one[of] !== null);
  return {
    subtitle: subtitleOf(results),
    blocks: [
      ...(endpoints.length > 1 ? [comparison(endpoints)] : []),
      ...(!has("prefill")
        ? []
        : [
            { kind: "heading", text: "Is my unfinished turn continued?" } as const,
            paragraph(prefillExplained),
          ]),
      ...endpoints.flatMap((one) => under(one, endpoints, prefillBlocks(one))),
      ...(!has("reasoning")
        ? []
        : [{ kind: "heading", text: "Is reasoning off?" } as const, paragraph(reasoningExplained)]),
      ...endpoints.flatMap((one) => under(one, endpoints, reasoningBlocks(one))),
      ...(saved === null ? [] : savedBlocks(saved)),
      ...(endpoints.length === 0 ? [] : callBlocks(endpoints)),
    ],
    cost: timeBlocks(cost.study),
  };
}

function subtitleOf({ endpoints, calls, usd, saved }: EndpointResults): string {
  if (saved !== null) return `${formatCount(saved.replies)} replies saved earlier`;
  const names = endpoints.map(({ reference, api }) => `${reference} (${api})`).join(", ");
  return `${names}: ${formatCount(calls)} calls${usd === null ? "" : `, ${formatUsd(usd)}`}`;
}

function paragraph(text: string): Block {
  return { kind: "paragraph", text };
}

function under(
  one: EndpointResult,
  all: readonly EndpointResult[],
  blocks: readonly Block[],
): readonly Block[] {
  return all.length < 2 || blocks.length === 0
    ? blocks
    : [{ kind: "details", summary: one.reference, blocks }];
}

function comparison(endpoints: readonly EndpointResult[]): Block {
  return {
    kind: "table",
    caption: "The endpoints side by side.",
    columns: [
      { title: "endpoint" },
      { title: "API" },
      { title: "prefill" },
      { title: "reasoning off" },
      { title: "calls", align: "right" },
      { title: "cost", align: "right" },
    ],
    rows: endpoints.map(({ reference, api, prefill, reasoning, calls, usd, trouble }): Cell[] => [
      reference,
      api,
      prefill === null ? untested(trouble) : prefillWord(prefill),
      reasoning === null ? untested(trouble) : reasoningWord(reasoning),
      { number: calls, digits: 0 },
      usd === null ? { absent: "no price known" } : formatUsd(usd),
    ]),
  };
}

function untested(trouble: string | null): Cell {
  return trouble === null ? { absent: "not tested" } : "undecided: no call was answered";
}

function callBlocks(endpoints: readonly EndpointResult[]): Block[] {
  const ends = endpoints.flatMap(({ reference, ends: list }) =>
    list.map(({ end, calls }): Cell[] => [reference, end, { number: calls, digits: 0 }]),
  );
  const providers = endpoints.flatMap(({ reference, providers: list }) =>
    list.map(({ name, calls, targets, continued }): Cell[] => [
      reference,
      name,
      { number: calls, digits: 0 },
      `${continued} of ${targets}`,
    ]),
  );
  return [
    { kind: "heading", text: "Calls" },
    {
      kind: "table",
      caption:
        "How calls ended. None was sent again to get another answer; status 429 and 5xx were waited for.",
      columns: [{ title: "endpoint" }, { title: "status" }, { title: "calls", align: "right" }],
      rows: ends,
    },
    ...(providers.length === 0
      ? []
      : [
          {
            kind: "table",
            caption:
              "Who served the calls, by the replies' own word, and how many unfinished turns were continued.",
            columns: [
              { title: "endpoint" },
              { title: "provider" },
              { title: "calls", align: "right" },
              { title: "continued", align: "right" },
            ],
            rows: providers,
          } as const,
        ]),
    ...endpoints.flatMap(({ reference, records, calls }): Block[] =>
      records === 0
        ? []
        : [
            paragraph(
              `${reference} keeps records of its calls; of ${records} of ${calls} they were read, and their counts of tokens, by the provider's own tokenizer, are used in place of the replies'.`,
            ),
          ],
    ),
    {
      kind: "paragraph",
      text: "evidence.jsonl in the run's folder has every request and reply in one line each, with the hash of the exact exchange that is kept in the run: enough to send to a provider. Keys were never in it.",
    },
  ];
}

function savedBlocks({
  replies,
  unfinished,
  beginnings,
  shown,
  declared,
  openBound,
  refused,
}: SavedResult): Block[] {
  return [
    { kind: "heading", text: "Saved replies" },
    {
      kind: "facts",
      rows: [
        { name: "replies", value: formatCount(replies) },
        { name: "not answered", value: formatCount(refused) },
        { name: "to unfinished turns", value: formatCount(unfinished) },
        { name: "with thoughts shown", value: formatCount(shown) },
        { name: "with tokens declared that are not shown", value: formatCount(declared) },
        { name: "upper bound on these two (one-sided 95%)", value: percent(openBound) },
      ],
    },
    ...(beginnings.length === 0
      ? []
      : [
          {
            kind: "table",
            caption:
              "How replies to unfinished turns begin. Without the same sent openly beside them no verdict follows: ask the endpoint itself for that.",
            columns: [{ title: "the reply begins" }, { title: "replies", align: "right" }],
            rows: beginnings.map(({ beginning, replies: n }): Cell[] => [
              beginning,
              { number: n, digits: 0 },
            ]),
          } as const,
        ]),
  ];
}

const times = z.object({
  seconds: z.array(
    z.object({
      endpoint: z.string(),
      kind: z.string(),
      calls: z.number(),
      first: z.number().nullable(),
      total: z.number().nullable(),
    }),
  ),
});

function timeBlocks(cost: unknown): Block[] {
  const read = times.safeParse(cost);
  if (!read.success || read.data.seconds.length === 0) return [];
  const milliseconds = (seconds: number | null): Cell =>
    seconds === null ? { absent: "not known" } : { number: 1000 * seconds, digits: 0, unit: "ms" };
  return [
    {
      kind: "table",
      caption: "Median time to the first byte and to the end of a reply: recorded, never evidence.",
      columns: [
        { title: "endpoint" },
        { title: "calls" },
        { title: "number", align: "right" },
        { title: "first byte", align: "right" },
        { title: "end", align: "right" },
      ],
      rows: read.data.seconds.map(({ endpoint, kind, calls, first, total }): Cell[] => [
        endpoint,
        kind,
        { number: calls, digits: 0 },
        milliseconds(first),
        milliseconds(total),
      ]),
    },
  ];
}
