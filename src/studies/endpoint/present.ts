import type { Block, Cell } from "../../report/blocks.ts";
import { formatCount, formatUsd } from "../../report/format.ts";
import { countCell, details, heading, paragraph, right, table } from "../../report/write.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import { prefillBlocks, prefillExplained, prefillWord } from "./present/prefill.ts";
import { reasoningBlocks, reasoningExplained, reasoningWord } from "./present/reasoning.ts";
import { savedBlocks } from "./present/saved.ts";
import type { EndpointResult, EndpointResults } from "./results.ts";
import { timing } from "./timing.ts";

/** What a reader sees between the headline and the cost table. */
export function presentFindings({ results, cost }: Envelope<EndpointResults>): Presentation {
  const { endpoints, saved } = results;
  const question = (
    title: string,
    explained: string,
    of: (one: EndpointResult) => Block[] | null,
  ): Block[] => {
    const each = endpoints.flatMap((one) => {
      const blocks = of(one);
      if (blocks === null) return [];
      return [endpoints.length < 2 || blocks.length === 0 ? blocks : [details(one.reference, ...blocks)]];
    });
    return each.length === 0 ? [] : [heading(title), paragraph(explained), ...each.flat()];
  };
  return {
    title: titleOf(results),
    blocks: [
      ...(endpoints.length > 1 ? [comparison(endpoints)] : []),
      ...question("Is my unfinished turn continued?", prefillExplained, prefillBlocks),
      ...question("Is reasoning off?", reasoningExplained, reasoningBlocks),
      ...(saved === null ? [] : savedBlocks(saved)),
      ...(endpoints.length === 0 ? [] : callBlocks(endpoints)),
    ],
    cost: timeBlocks(cost.study),
  };
}

function titleOf({ endpoints, calls, usd, saved }: EndpointResults): string {
  if (saved !== null) return `${formatCount(saved.replies)} replies saved earlier`;
  const names = endpoints.map(({ reference, api }) => `${reference} (${api})`).join(", ");
  return `${names}: ${formatCount(calls)} calls${usd === null ? "" : `, ${formatUsd(usd)}`}`;
}

function comparison(endpoints: readonly EndpointResult[]): Block {
  const untested = (trouble: string | null): Cell =>
    trouble === null ? { absent: "not tested" } : "undecided: no call was answered";
  return table(
    "The endpoints side by side.",
    ["endpoint", "API", "prefill", "reasoning off", "calls", right("cost")],
    endpoints.map(({ reference, api, prefill, reasoning, calls, usd, trouble }) => [
      ...[reference, api],
      prefill === null ? untested(trouble) : prefillWord(prefill),
      reasoning === null ? untested(trouble) : reasoningWord(reasoning),
      countCell(calls),
      usd === null ? { absent: "no price known" } : formatUsd(usd),
    ]),
  );
}

function callBlocks(endpoints: readonly EndpointResult[]): Block[] {
  const providers = endpoints.flatMap(({ reference, providers: list }) =>
    list.map(({ name, calls, targets, continued }): Cell[] => [
      ...[reference, name, countCell(calls), `${continued} of ${targets}`],
    ]),
  );
  return [
    heading("Calls"),
    table(
      "How calls ended. None was sent again to get another answer; status 429 and 5xx were waited for.",
      ["endpoint", "status", "calls"],
      endpoints.flatMap(({ reference, ends }) =>
        ends.map(({ end, calls }) => [reference, end, countCell(calls)]),
      ),
    ),
    ...(providers.length === 0
      ? []
      : [
          table(
            "Who served the calls, by the replies' own word, and how many unfinished turns were continued.",
            ["endpoint", "provider", "calls", right("continued")],
            providers,
          ),
        ]),
    ...endpoints
      .filter(({ records }) => records > 0)
      .map(({ reference, records, calls }) =>
        paragraph(
          `${reference} keeps records of its calls; of ${records} of ${calls} they were read, and their counts of tokens, by the provider's own tokenizer, are used in place of the replies'.`,
        ),
      ),
    paragraph(
      "evidence.jsonl in the run's folder has every request and reply in one line each, with the hash of the exact exchange that is kept in the run: enough to send to a provider. Keys were never in it.",
    ),
  ];
}

function timeBlocks(cost: unknown): Block[] {
  const read = timing.safeParse(cost);
  if (!read.success || read.data.seconds.length === 0) return [];
  const milliseconds = (seconds: number | null): Cell =>
    seconds === null ? { absent: "not known" } : { number: 1000 * seconds, digits: 0, unit: "ms" };
  return [
    table(
      "Median time to the first byte and to the end of a reply: recorded, never evidence.",
      ["endpoint", "calls", "number", "first byte", "end"],
      read.data.seconds.map(({ endpoint, kind, calls, first, total }) => [
        ...[endpoint, kind, countCell(calls), milliseconds(first), milliseconds(total)],
      ]),
    ),
  ];
}
