import { z } from "zod";
import type { Answer } from "../claims/answer.ts";
import { canonicalJson, type Json } from "../core/json.ts";
import type { ScoredRuns } from "../data/scored-runs.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import type { Cell, Report } from "../report/blocks.ts";
import { formatCount, formatNumber } from "../report/format.ts";
import { verdictSigns } from "../report/verdicts.ts";
import { countCell, details, estimateCell, facts, heading, table } from "../report/write.ts";
import { normalQuantile } from "../stats/distributions/normal.ts";
import { envelopeSchema } from "../study/envelope.ts";
import { type PairedOutcomes, pairedOutcomes } from "./outcomes.ts";
import { type PairedRanking, pairedRankings } from "./rankings.ts";

/** One of the two runs, with its scores of agent runs where its study gives some. */
export interface Side {
  readonly run: RunRecord;
  readonly scored: ScoredRuns | null;
}

/** Two runs side by side. */
export interface Comparison {
  /** What was set otherwise: inputs, models and settings, by name. */
  readonly differ: readonly { readonly name: string; readonly a: string; readonly b: string }[];
  readonly claims: readonly {
    readonly id: string;
    readonly a: ClaimShown | null;
    readonly b: ClaimShown | null;
  }[];
  readonly rankings: readonly PairedRanking[];
  readonly outcomes: readonly PairedOutcomes[];
}

type Findings = z.infer<typeof findings>;
type ClaimShown = Findings["claims"][number];

/** What two runs have in common and where they differ: settings, claims, and whatever both measured of the same items, paired. */
export async function compareRuns(a: Side, b: Side): Promise<Comparison> {
  const [first, second] = [await findingsOf(a.run), await findingsOf(b.run)];
  // Claims of two studies have nothing in common but their numbers.
  const same = a.run.registration.study === b.run.registration.study;
  const ids = same ? [...new Set([...first, ...second].map(({ id }) => id))] : [];
  return {
    differ: differences(a.run, b.run),
    claims: ids.map((id) => ({
      id,
      a: first.find((claim) => claim.id === id) ?? null,
      b: second.find((claim) => claim.id === id) ?? null,
    })),
    rankings: a.scored === null || b.scored === null ? [] : pairedRankings(a.scored, b.scored),
    outcomes: await pairedOutcomes(a.run, b.run),
  };
}

const findings = envelopeSchema(z.custom<Json>(() => true));

async function findingsOf(run: RunRecord): Promise<readonly ClaimShown[]> {
  const text = await run.readFile("findings.json");
  return text === undefined ? [] : findings.parse(JSON.parse(text)).claims;
}

function differences({ registration: a }: RunRecord, { registration: b }: RunRecord): Comparison["differ"] {
  const rows = [
    ["study", `${a.study} ${a.studyVersion}`, `${b.study} ${b.studyVersion}`],
    ["inputs", inputsOf(a), inputsOf(b)],
    ...named(
      a.models,
      b.models,
      (name) => `model: ${name}`,
      (model) => model?.reference ?? "–",
    ),
    ...named(
      a.config,
      b.config,
      (name) => name,
      (value) => (value === undefined ? "–" : canonicalJson(value)),
    ),
    ["seed", a.seed, b.seed],
    ["version of credence", a.version, b.version],
  ] as const;
  return rows.flatMap(([name, one, other]) => (one === other ? [] : [{ name, a: one, b: other }]));
}

function inputsOf({ inputs }: RunRecord["registration"]): string {
  return inputs.map(({ name, sha256 }) => `${name} (${sha256.slice(0, 8)})`).join(", ") || "none";
}

function named<Value>(
  a: Readonly<Record<string, Value>>,
  b: Readonly<Record<string, Value>>,
  title: (name: string) => string,
  shown: (value: Value | undefined) => string,
): (readonly [string, string, string])[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [
    title(name),
    shown(a[name]),
    shown(b[name]),
  ]);
}

/** The comparison as a report. */
export function comparisonReport({ run: a }: Side, { run: b }: Side, found: Comparison): Report {
  const of = ({ id, registration: { study, at, models } }: RunRecord): string =>
    `${id.slice(0, 8)} (${[study, at.slice(0, 10), ...Object.values(models).map(({ reference }) => reference)].join(", ")})`;
  return {
    title: `A ${of(a)} against B ${of(b)}`,
    subtitle: "credence compare",
    answer: answerOf(found),
    headline: [],
    blocks: [
      heading("What was set otherwise"),
      ...(found.differ.length === 0
        ? [
            {
              kind: "paragraph" as const,
              text: "Nothing: the two have the same settings, inputs and models.",
            },
          ]
        : [
            table(
              "Settings, inputs and models that are not the same.",
              ["what", "A", "B"],
              found.differ.map(({ name, a, b }) => [name, a, b]),
            ),
          ]),
      heading("Claims"),
      table(
        "Each run's own verdict and estimate; 95% intervals.",
        ["claim", "A", "B", "A's estimate", "B's estimate"],
        found.claims.map(({ id, a, b }) => [
          id,
          verdictCell(a),
          verdictCell(b),
          estimateCell(a, 2, "none"),
          estimateCell(b, 2, "none"),
        ]),
      ),
      ...rankingBlocks(found.rankings),
      ...outcomeBlocks(found.outcomes),
      details(
        "What these figures are",
        facts(
          ["paired", "only items that both runs measured count, so that what they share cancels out"],
          ["interval", "95%; a yes above asks for 99%, divided among the arms (Bonferroni)"],
          ["difference", "A minus B"],
        ),
      ),
    ],
  };
}

function verdictCell(claim: ClaimShown | null): Cell {
  return claim === null ? { absent: "this run does not have the claim" } : verdictSigns[claim.verdict].word;
}

function rankingBlocks(rankings: readonly PairedRanking[]): Report["blocks"] {
  if (rankings.length === 0) return [];
  return [
    heading("Who ranks better"),
    table(
      "AUROC on the agent runs that both scored, and the paired difference by bootstrap over groups.",
      ["arm", "agent runs", "A", "B", "A − B"],
      rankings.map(({ arm, rows, alone: [one, other], auroc }) => [
        arm,
        countCell(rows),
        { number: one, digits: 2 },
        { number: other, digits: 2 },
        Number.isFinite(auroc.low)
          ? estimateCell(auroc, 2)
          : { absent: "too few agent runs or groups of a class for an interval" },
      ]),
    ),
    ...rankings.flatMap(({ arm, apart }): Report["blocks"] =>
      apart.length === 0
        ? []
        : [
            details(
              `Where the two disagree most by ${arm}`,
              table(
                "Agent runs with their scores.",
                ["agent run", "label", "A", "B"],
                apart.map(({ id, label, a, b }) => [
                  id,
                  label,
                  { number: a, digits: 2 },
                  { number: b, digits: 2 },
                ]),
              ),
            ),
          ],
    ),
  ];
}

function outcomeBlocks(outcomes: readonly PairedOutcomes[]): Report["blocks"] {
  if (outcomes.length === 0) return [];
  return [
    heading("What both measured"),
    table(
      "Means over the items that both runs have a value for, and the mean difference with items as what varies.",
      [
        "arm",
        "figure",
        ["items", "in both runs"],
        "A",
        "B",
        "A − B",
        ["alone", "items with a value in one run only: A's, B's"],
      ],
      outcomes.map(({ arm, figure, items, a, b, estimate, low, high, onlyA, onlyB }) => [
        arm,
        figure,
        countCell(items),
        { number: a, digits: 3 },
        { number: b, digits: 3 },
        Number.isFinite(low) && Number.isFinite(high)
          ? { estimate, low, high, digits: 3 }
          : { absent: "one item: no interval" },
        `${onlyA}, ${onlyB}`,
      ]),
    ),
  ];
}

/** Figures of a trial on which an answer may rest; others are looked up in the table. */
const headlines: readonly string[] = ["score", "value"];

/** One line an arm: can the two be told apart? Rankings where there are some, else means. */
function answerOf({ rankings, outcomes, claims }: Comparison): Answer {
  const compared =
    rankings.length > 0
      ? rankings.map(({ arm, auroc, alone: [a, b], rows }) => ({
          ...{ what: `${arm} ranks`, of: auroc, a, b, n: rows, unit: "AUROC" },
        }))
      : outcomes
          .filter(({ figure }) => headlines.includes(figure))
          .map(({ arm, figure, a, b, estimate, low, high, items }) => ({
            ...{ what: `${arm}: ${figure}`, of: { estimate, low, high }, a, b, n: items, unit: "mean" },
          }));
  const checked = compared.map(
    ({ what, of, a, b, n, unit }): Answer["checked"][number] & { readonly lead: number } => {
      const { estimate, low, high } = of;
      const shown = `${unit} ${formatNumber(a, 2)} against ${formatNumber(b, 2)} on ${formatCount(n)}`;
      if (!Number.isFinite(low) || !Number.isFinite(high))
        return { what, state: "untested", says: `${shown}; too few for an interval`, lead: 0 };
      if (low === high) return { what, state: "no", says: `${shown}; the same in every pair`, lead: 0 };
      const interval = `difference ${formatNumber(estimate, 2)} (95%: ${formatNumber(low, 2)} to ${formatNumber(high, 2)})`;
      // About a 99% interval, divided among the arms: half its length grows with the normal quantile.
      const reach = (quantileFor(compared.length) / 1.96) * ((high - low) / 2);
      const apart = Math.abs(estimate) > reach;
      return {
        ...{ what, state: apart ? "yes" : "no" },
        says: `${shown}; ${interval}${apart ? "" : `; a difference of ${formatNumber(reach + (0.84 / 1.96) * ((high - low) / 2), 2)} would have been seen in 80 of 100 such pairs`}`,
        lead: apart ? estimate : 0,
      };
    },
  );
  const apart = checked.filter(({ state }) => state === "yes");
  const changed = claims.filter(({ a, b }) => a !== null && b !== null && a.verdict !== b.verdict);
  const verdicts =
    changed.length === 0
      ? claims.length === 0
        ? ""
        : " No claim has another verdict."
      : ` ${changed.map(({ id, a, b }) => `${id} is ${a?.verdict} in A and ${b?.verdict} in B`).join("; ")}.`;
  const sentence =
    checked.length === 0
      ? outcomes.length === 0
        ? "The two measured no item in common, so nothing can be paired."
        : "The two gave no score to the same items; what else both measured stands in the table (--long)."
      : apart.length === 0
        ? `The two cannot be told apart on what both measured (${checked.length} ${checked.length === 1 ? "figure" : "figures"}).`
        : `They differ: ${apart.map(({ what, lead }) => `${what} ${lead > 0 ? "higher in A" : "higher in B"}`).join("; ")}.`;
  return {
    question: "Do these two runs differ, on what both measured?",
    sentence: `${sentence}${verdicts}`,
    checked: checked.map(({ what, state, says }) => ({ what, state, says })),
  };
}

/** Normal quantile of a two-sided test at 1% divided among so many (Bonferroni). */
function quantileFor(count: number): number {
  return normalQuantile(1 - 0.005 / Math.max(1, count));
}
