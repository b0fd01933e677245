import type { ClaimResult } from "../claims/claim.ts";
import type { Registration, RunRecord } from "../ledger/ledger.ts";
import type { Block, Cell, Headline, Report } from "../report/blocks.ts";
import { formatCount, formatDuration, formatUsd } from "../report/format.ts";
import { details, heading } from "../report/write.ts";
import type { Cost, CostLine, Envelope } from "./envelope.ts";
import type { Presentation } from "./study.ts";

/** The report of any study: its own blocks between the headline and the cost, the plan and how to reproduce it. */
export function reportOf(
  findings: Envelope,
  registration: Registration,
  run: Pick<RunRecord, "id" | "hash">,
  shown: Presentation,
): Report {
  return {
    title: shown.title,
    subtitle: `credence ${findings.study} · ${dayOf(registration.at)}`,
    alerts: findings.gates
      .filter((gate) => !gate.passed)
      .map((gate) => ({ kind: "callout", tone: "failure", text: `Gate ${gate.id}: ${gate.reason}` })),
    ...(findings.answer === null ? {} : { answer: findings.answer }),
    ...(shown.figure === undefined ? {} : { figure: shown.figure }),
    headline: findings.claims.map((claim) => headlineOf(claim, findings, registration)),
    blocks: [
      ...findings.warnings.map((text): Block => ({ kind: "callout", tone: "warning", text })),
      ...shown.blocks,
      ...beliefBlocks(findings, registration),
      heading("About this run"),
      // A study that measures nothing, as forecast, has no cost to show.
      ...(findings.cost.total.trials === 0 && shown.cost.length === 0
        ? []
        : [details("Cost", ...shown.cost, ...costBlocks(findings.cost))]),
      details("Plan and how to reproduce", ...planBlocks(findings, registration, run)),
    ],
  };
}

/** A day as people write it: "30 November 2026". */
function dayOf(at: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(at));
}

/** Text with a capital at its beginning. */
function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function headlineOf(claim: ClaimResult, findings: Envelope, registration: Registration): Headline {
  const registered = registration.claims.find(({ id }) => id === claim.id);
  const words = claim.said;
  const { estimate, low, high } = claim;
  return {
    claim: `${findings.study}/${claim.id}`,
    verdict: claim.verdict,
    text: claim.text,
    sentence: [words?.sentence, claim.reason]
      .filter((part) => part !== undefined)
      .map((part) => `${sentence(part)}${/[.!?)]$/.test(part) ? "" : "."}`)
      .join(" "),
    narrower: registered?.narrower ?? "",
    estimate:
      estimate === null || low === null || high === null
        ? null
        : {
            ...{ value: estimate, low, high, label: words?.label ?? registered?.estimand ?? "" },
            ...(words?.interval === undefined ? {} : { interval: words.interval }),
            ...(words?.reference === undefined ? {} : { reference: words.reference }),
          },
  };
}

function costBlocks(cost: Cost): Block[] {
  const table = (caption: string, lines: readonly CostLine[]): Block => ({
    kind: "table",
    caption,
    columns: [
      { title: "" },
      ...["trials", "calls", "evaluated", "read from cache", "written", "output", "time", "cost"].map(
        (title) => ({
          title,
          align: "right" as const,
        }),
      ),
    ],
    rows: lines.map(costRow),
  });
  return [
    table(
      "What the run took, in tokens (evaluated, read, written and output); time is that during which something was under way.",
      [...cost.arms, cost.total],
    ),
    ...(cost.sessions.length > 1
      ? [
          table(
            `The run was resumed: what each sitting took. Of the tokens evaluated, ${formatCount(cost.evaluatedAgain)} were evaluated a second time because a sitting ended and its cache with it.`,
            cost.sessions,
          ),
        ]
      : []),
  ];
}

function costRow(line: CostLine): Cell[] {
  const tokens = (count: number | null): Cell =>
    count === null ? { absent: "the provider did not say" } : { number: count, digits: 0 };
  return [
    line.name,
    { number: line.trials, digits: 0 },
    { number: line.calls, digits: 0 },
    tokens(line.usage.uncachedInput),
    tokens(line.usage.cacheRead),
    tokens(line.usage.cacheWrite),
    tokens(line.usage.output),
    formatDuration(line.seconds),
    line.usd === null ? { absent: "no price known" } : formatUsd(line.usd),
  ];
}

function beliefBlocks(findings: Envelope, registration: Registration): Block[] {
  const rows = Object.entries(registration.credences).map(([name, bound]): Cell[] => [
    name,
    bound.probability == null
      ? { absent: "not given as one number" }
      : { number: bound.probability, digits: 2 },
    { number: bound.credence.supported, digits: 2 },
    { number: bound.credence.contradicted, digits: 2 },
    { number: bound.credence.undecided, digits: 2 },
    findings.claims.find(({ id }) => `${findings.study}/${id}` === name)?.verdict ?? "",
    bound.because ?? "",
  ]);
  if (rows.length === 0) return [];
  return [
    heading("What was believed before"),
    {
      kind: "table",
      caption:
        "Registered before the first call. P(true) is the belief; the three parts are what is scored: a run leaves a claim undecided with the chance that stands there.",
      columns: [
        { title: "claim" },
        { title: "P(true)", align: "right" },
        { title: "P(supported)", align: "right" },
        { title: "P(contradicted)", align: "right" },
        { title: "P(undecided)", align: "right" },
        { title: "found" },
        { title: "because" },
      ],
      rows,
    },
  ];
}

function planBlocks(
  findings: Envelope,
  registration: Registration,
  run: Pick<RunRecord, "id" | "hash">,
): Block[] {
  const models = Object.entries(registration.models).map(([role, model]) => ({
    name: `model (${role})`,
    value: model.fingerprint === null ? model.reference : `${model.reference}, SHA-256 ${model.fingerprint}`,
  }));
  const config = Object.entries(registration.config)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => ({ name, value: typeof value === "string" ? value : JSON.stringify(value) }));
  return [
    {
      kind: "facts",
      rows: [
        { name: "run", value: run.id },
        { name: "plan's hash (SHA-256)", value: run.hash },
        { name: "registered", value: registration.at },
        { name: "credence", value: `${registration.version}, study version ${registration.studyVersion}` },
        { name: "code (SHA-256)", value: registration.code },
        { name: "seed", value: registration.seed },
        ...models,
        ...registration.inputs.map(({ name, sha256 }) => ({
          name: "input",
          value: `${name}, SHA-256 ${sha256}`,
        })),
      ],
    },
    {
      kind: "paragraph",
      text: "Analyse and present this run again, without a model or the original input; the results are the same, bit for bit:",
    },
    { kind: "code", text: `credence report ${run.id}` },
    {
      kind: "paragraph",
      text: "Measure again from scratch: save the settings below as config.yaml beside the same input files.",
    },
    { kind: "code", text: `credence ${findings.study} --config config.yaml --seed ${registration.seed}` },
    { kind: "details", summary: "Settings", blocks: [{ kind: "facts", rows: config }] },
    {
      kind: "details",
      summary: "Claims as registered",
      blocks: registration.claims.flatMap((claim): Block[] => [
        {
          kind: "facts",
          rows: [
            { name: `${findings.study}/${claim.id}`, value: claim.text },
            { name: "estimand", value: claim.estimand },
            { name: "rule", value: claim.rule },
            { name: "narrower than the claim", value: claim.narrower },
          ],
        },
      ]),
    },
  ];
}
