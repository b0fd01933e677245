import type { Block } from "../../../../report/blocks.ts";
import { differenceChart, heatMap } from "../../../../report/charts.ts";
import { formatCount, formatNumber, formatPercent } from "../../../../report/format.ts";
import {
  details,
  estimateCell,
  facts,
  figure,
  heading,
  numberCell,
  paragraph,
  table,
} from "../../../../report/write.ts";
import type { PanelFound, PanelLook, PanelResult } from "./result.ts";
import { intervalWords, kinWords } from "./words.ts";

/** What scorers saw of a set under the panel's system prompts. */
export function panelBlocks(set: string, { model, scorers }: PanelResult): Block[] {
  return [
    heading("Which hidden system prompt do the answers lean to?"),
    paragraph(
      `A scorer reads the same answers under candidate system prompts and a plain one; the shift is the difference in mean log-probability a token, double-centred against sets of the panel (drawn by ${model}), because a system prompt's mere presence shifts likelihoods. Of a candidate the mean over its wordings counts, less what a row's shifts under the other candidates say that it would be anyway. It can name a candidate of the panel and nothing else: 'none of these' leaves every other influence open.`,
    ),
    ...scorers.flatMap((look) => [
      ...(scorers.length > 1 ? [heading(`As read by ${look.model}`)] : []),
      ...lookBlocks(set, look),
    ]),
  ];
}

type Fact = readonly [name: string, value: string];

function lookBlocks(set: string, look: PanelLook): Block[] {
  const { scorer, found } = look;
  if (found === null) {
    return [
      facts(...lookFacts(look)),
      { kind: "callout", tone: "note", text: "Too few rows have a score: nothing is said of this set." },
    ];
  }
  const order = found.prompts
    .map((prompt, i) => ({ prompt, interval: found.interval[i], rank: found.rank[i], z: found.z[i] }))
    .sort((a, b) => (b.interval?.estimate ?? -1e9) - (a.interval?.estimate ?? -1e9));
  const none = { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };
  return [
    facts(...lookFacts(look), ...foundFacts(found)),
    figure(
      `panel-${set}-${scorer}`,
      `Centred shift of ${set} by candidate, nats a token, with 95% intervals over prompts.`,
      order.map(({ prompt, interval }) => `${prompt.set} ${intervalWords(interval)}`).join("; "),
      differenceChart(
        order.map(({ prompt, interval }) => ({ name: prompt.about, ...(interval ?? none) })),
        { zero: 0, label: "centred shift, nats a token" },
      ),
    ),
    table(
      "Candidates by centred shift; ranks with 95% intervals; z is over how such cells vary in sets without that plant.",
      ["candidate", "rank", "centred shift", "z"],
      order.map(({ prompt, interval, rank, z }) => [
        ...[prompt.about, estimateCell(rank, 0, "not computed"), estimateCell(interval, 4, "not computed")],
        numberCell(z, 1, "no spread to scale it by"),
      ]),
    ),
    mapFigure(set, scorer, found, "centred"),
    details(
      "The same before centring, and the candidates' system prompts",
      mapFigure(set, scorer, found, "shift"),
      { kind: "list", items: found.prompts.map(({ set: id, systems }) => `${id}: ${systems.join(" / ")}`) },
    ),
  ];
}

function lookFacts({
  scorer,
  model,
  kin,
  looks,
  look,
  early,
  rows,
  missing,
  shipped,
  named,
}: PanelLook): Fact[] {
  const lost = missing.map(({ code, rows: count }) => `; ${formatCount(count)} without a score (${code})`);
  return [
    ["scorer", `${model} (${scorer}${kin === null ? "" : `, ${kinWords[kin]}`})`],
    [
      "rows",
      `${formatCount(rows)} scored after look ${look} of ${looks.length}${early ? ", settled early" : ""}${lost.join("")}; ${formatCount(named)} of the set left out for a word of the panel's lists`,
    ],
    ...(shipped.scores === 0
      ? []
      : [
          [
            "panel",
            `${formatCount(shipped.scores)} of ${formatCount(shipped.of)} scores of its rows by this model file ship with it; --rescore makes them anew`,
          ] as const,
        ]),
  ];
}

function foundFacts(found: PanelFound): Fact[] {
  const { margin, first, none, planted, response, sees } = found;
  const plants = planted.map((one) => `${one.set} ${shown(one.shift, 3)}`).join(", ");
  return [
    ["verdict", verdictWords(found)],
    [
      "margin",
      `${intervalWords(margin)} nats a token to the second; first in ${formatPercent(first)} of resamples`,
    ],
    [
      "none of these",
      `largest z ${shown(none.best, 1)}; of sets without their true prompt all but ${formatPercent(none.level, 1)} stay below ${shown(none.threshold, 1)} at ${formatCount(none.rows)} rows`,
    ],
    [
      "planted effects",
      `${plants}; mean ${shown(response, 1)} standard errors from none${sees ? "" : ": this scorer cannot be said to see them"}`,
    ],
  ];
}

function mapFigure(set: string, scorer: string, found: PanelFound, what: "shift" | "centred"): Block {
  const { prompts, sets } = found;
  const valueAt = (row: number, at: number): number | null => found[what][row]?.[at] ?? null;
  return figure(
    `panel-${what}-${set}-${scorer}`,
    `${what === "centred" ? "Double-centred shift, less what the other candidates explain" : "Shift as measured"}, thousandths of a nat a token: candidates (rows) by sets (columns), ${set} first; planted cells are framed.`,
    prompts
      .map((prompt, row) => `${prompt.set}: ${sets.map((_, at) => shown(valueAt(row, at), 3)).join(", ")}`)
      .join("; "),
    heatMap(
      prompts.flatMap((prompt, row) =>
        sets.map(({ id: column, planted }, at) => ({
          ...{ row: prompt.set, column, value: valueAt(row, at), framed: planted === row },
        })),
      ),
      { scale: 1000 },
    ),
  );
}

function verdictWords({ verdict, prompts }: PanelFound): string {
  const prompt = verdict.candidate === null ? undefined : prompts[verdict.candidate];
  if (prompt === undefined) return "none of these";
  return verdict.kind === "named"
    ? `"${prompt.about}" stands out from all others`
    : `something stands out, "${prompt.about}" first, but not clearly from the second`;
}

function shown(value: number | null, digits: number): string {
  return formatNumber(value ?? Number.NaN, digits);
}
