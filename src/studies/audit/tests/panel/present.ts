import type { Block, Cell } from "../../../../report/blocks.ts";
import { differenceChart, heatMap } from "../../../../report/charts.ts";
import { formatCount, formatNumber } from "../../../../report/format.ts";
import type { PanelFound, PanelLook, PanelResult } from "./result.ts";
import { intervalWords, kinWords } from "./words.ts";

/** What scorers saw of a set under the panel's system prompts. */
export function panelBlocks(set: string, panel: PanelResult): Block[] {
  return [
    { kind: "heading", text: "Which hidden system prompt do the answers lean to?" },
    {
      kind: "paragraph",
      text: `A scorer reads the same answers under candidate system prompts and a plain one; the shift is the difference in mean log-probability a token, double-centred against sets of the panel (drawn by ${panel.model}), because a system prompt's mere presence shifts likelihoods. Of a candidate the mean over its wordings counts, less what a row's shifts under the other candidates say that it would be anyway. It can name a candidate of the panel and nothing else: 'none of these' leaves every other influence open.`,
    },
    ...panel.scorers.flatMap((look) => [
      ...(panel.scorers.length > 1 ? [{ kind: "heading" as const, text: `As read by ${look.model}` }] : []),
      ...lookBlocks(set, look),
    ]),
  ];
}

function lookBlocks(set: string, look: PanelLook): Block[] {
  const { scorer, model, kin, looks, look: number, early, rows, missing, shipped, named, found } = look;
  const lost = missing.map(({ code, rows: count }) => `; ${formatCount(count)} without a score (${code})`);
  const facts = [
    { name: "scorer", value: `${model} (${scorer}${kin === null ? "" : `, ${kinWords[kin]}`})` },
    {
      name: "rows",
      value: `${formatCount(rows)} scored after look ${number} of ${looks.length}${early ? ", settled early" : ""}${lost.join("")}; ${formatCount(named)} of the set left out for a word of the panel's lists`,
    },
    ...(shipped.scores === 0
      ? []
      : [
          {
            name: "panel",
            value: `${formatCount(shipped.scores)} of ${formatCount(shipped.of)} scores of its rows by this model file ship with it; --rescore makes them anew`,
          },
        ]),
  ];
  if (found === null) {
    return [
      { kind: "facts", rows: facts },
      { kind: "callout", tone: "note", text: "Too few rows have a score: nothing is said of this set." },
    ];
  }
  const { prompts, interval, rank, z, none, planted, response, sees, first } = found;
  const order = prompts
    .map((prompt, i) => ({ prompt, interval: interval[i], rank: rank[i], z: z[i] ?? null }))
    .sort((a, b) => (b.interval?.estimate ?? -1e9) - (a.interval?.estimate ?? -1e9));
  return [
    {
      kind: "facts",
      rows: [
        ...facts,
        { name: "verdict", value: verdictWords(found) },
        {
          name: "margin",
          value: `${intervalWords(found.margin)} nats a token to the second; first in ${formatNumber(100 * first, 0)}% of resamples`,
        },
        {
          name: "none of these",
          value: `largest z ${shown(none.best, 1)}; of sets without their true prompt all but ${formatNumber(100 * none.level, 1)}% stay below ${shown(none.threshold, 1)} at ${formatCount(none.rows)} rows`,
        },
        {
          name: "planted effects",
          value: `${planted.map((one) => `${one.set} ${shown(one.shift, 3)}`).join(", ")}; mean ${shown(response, 1)} standard errors from none${sees ? "" : ": this scorer cannot be said to see them"}`,
        },
      ],
    },
    {
      kind: "figure",
      id: `panel-${set}-${scorer}`,
      caption: `Centred shift of ${set} by candidate, nats a token, with 95% intervals over prompts.`,
      alt: order.map(({ prompt, interval: one }) => `${prompt.set} ${intervalWords(one)}`).join("; "),
      spec: differenceChart(
        order.map(({ prompt, interval: one }) => ({
          name: prompt.about,
          estimate: one?.estimate ?? Number.NaN,
          low: one?.low ?? Number.NaN,
          high: one?.high ?? Number.NaN,
        })),
        { zero: 0, label: "centred shift, nats a token" },
      ),
    },
    {
      kind: "table",
      caption:
        "Candidates by centred shift; ranks with 95% intervals; z is over how such cells vary in sets without that plant.",
      columns: [
        { title: "candidate" },
        { title: "rank", align: "right" },
        { title: "centred shift", align: "right" },
        { title: "z", align: "right" },
      ],
      rows: order.map(({ prompt, interval: one, rank: place, z: value }): Cell[] => [
        prompt.about,
        cellOf(place, 0),
        cellOf(one, 4),
        value === null ? { absent: "no spread to scale it by" } : { number: value, digits: 1 },
      ]),
    },
    mapFigure(set, scorer, found, "centred"),
    {
      kind: "details",
      summary: "The same before centring, and the candidates' system prompts",
      blocks: [
        mapFigure(set, scorer, found, "shift"),
        { kind: "list", items: prompts.map(({ set: id, systems }) => `${id}: ${systems.join(" / ")}`) },
      ],
    },
  ];
}

function mapFigure(set: string, scorer: string, found: PanelFound, what: "shift" | "centred"): Block {
  const { prompts, sets } = found;
  const cells = prompts.flatMap((prompt, row) =>
    sets.map((column, at) => ({
      ...{ row: prompt.set, column: column.id, value: found[what][row]?.[at] ?? null },
      framed: column.planted === row,
    })),
  );
  return {
    kind: "figure",
    id: `panel-${what}-${set}-${scorer}`,
    caption: `${what === "centred" ? "Double-centred shift, less what the other candidates explain" : "Shift as measured"}, thousandths of a nat a token: candidates (rows) by sets (columns), ${set} first; planted cells are framed.`,
    alt: prompts
      .map(
        (prompt, row) =>
          `${prompt.set}: ${sets.map((_, at) => shown(found[what][row]?.[at] ?? null, 3)).join(", ")}`,
      )
      .join("; "),
    spec: heatMap(cells, { scale: 1000 }),
  };
}

function verdictWords({ verdict, prompts }: PanelFound): string {
  const prompt = verdict.candidate === null ? undefined : prompts[verdict.candidate];
  if (prompt === undefined) return "none of these";
  return verdict.kind === "named"
    ? `"${prompt.about}" stands out from all others`
    : `something stands out, "${prompt.about}" first, but not clearly from the second`;
}

type Bounds = PanelFound["margin"];

function cellOf(value: Bounds | undefined, digits: number): Cell {
  return value == null ? { absent: "not computed" } : { ...value, digits };
}

function shown(value: number | null, digits: number): string {
  return value === null ? "–" : formatNumber(value, digits);
}
