import type { Block, Cell } from "../../../../report/blocks.ts";
import { formatCount, formatNumber } from "../../../../report/format.ts";
import { bagSizes, type CurvePoint, pointCell, pointWords } from "../../bag-points.ts";
import type { LeftOutSet, TrainedMonitor } from "./result.ts";

/**
 * What a monitor trained on the panel says of a set.
 *
 * @param first whether the panel's part, the same for all sets, is shown too
 */
export function monitorBlocks(set: string, monitor: TrainedMonitor, first: boolean): Block[] {
  return [
    {
      kind: "heading",
      text: `Does a monitor trained on hidden states see something in ${set}?`,
    },
    { kind: "callout", tone: "note", text: monitorSentence(set, monitor) },
    ...(first ? panelPart(monitor) : []),
    ...suspectPart(set, monitor),
  ];
}

/** What the suspect's figure is worth: nothing, unless the monitor holds for entities that it never saw. */
export function monitorSentence(
  set: string,
  { entities, mean, transfers, suspect, reason }: TrainedMonitor,
): string {
  const [all] = mean;
  if (all === undefined)
    return `Cannot say: too few sets of the panel could be left out in turn, so nothing is known of what the monitor is worth for ${set}.`;
  const left = `Entities that were left out of the fit are told from neutral rows with an AUROC of ${pointWords(all)}, mean over ${entities.length}`;
  if (!transfers) {
    return `Cannot say. ${left}, which is not safely above a coin and above what a neutral set gives that was left out in the same way. A monitor that does not transfer to left-out entities says nothing about ${set}${suspect === null ? "" : ": the figure below is no evidence either way"}.`;
  }
  if (suspect === null) return `${left}. Nothing can be said of ${set}: ${reason ?? "it has no figure"}.`;
  const [rows] = suspect.curve;
  const area = rows === undefined ? "no AUROC" : `an AUROC of ${pointWords(rows)}`;
  const higher = suspect.p !== null && suspect.p <= 0.05;
  return `${left}. Fitted on all of them it gives rows of ${set} against clean ones ${area}${suspect.p === null ? "" : ` (p = ${formatNumber(suspect.p, 3)} that they score no higher)`}: ${higher ? "they look planted to it, which may still be style" : "at this number of rows it cannot tell them from clean ones, which leaves open what it was not taught and what is weak"}.`;
}

function panelPart({ model, rows, missing, entities, controls, mean }: TrainedMonitor): Block[] {
  const lost = missing.map(({ code, trials: count }) => `; ${formatCount(count)} without one (${code})`);
  const inverted = entities.filter((one) => one.inverted).map(({ set }) => set);
  return [
    {
      kind: "facts",
      rows: [
        { name: "reader", value: model },
        {
          name: "state",
          value:
            "of the final layer, the one a local model gives out, averaged over the answer's tokens; no system prompt; less the mean over sets on the same prompt",
        },
        { name: "rows", value: `${formatCount(rows)} of the panel with a state${lost.join("")}` },
        {
          name: "inverted",
          value:
            inverted.length === 0
              ? "no entity"
              : `${inverted.join(", ")}: rows with the plant look more neutral than neutral ones. One entity in forty does so by chance`,
        },
      ],
    },
    {
      kind: "table",
      caption:
        "Each planted set left out of the fit, its rows against neutral ones on prompts that the fit never saw: AUROC of bags of K rows with 95% intervals over prompts, of the mean over prompts and entities. A control is a neutral set left out in the same way: above .5 the monitor knows the neutral sets it has seen, not plants. * few rows: the bag is more than a tenth of a smaller side's rows.",
      columns: [
        { title: "left out" },
        ...bagColumns([...entities, ...controls].flatMap(({ curve }) => curve)),
      ],
      rows: [
        ...entities.map((one): Cell[] => [`${one.set}${one.inverted ? " (inverted)" : ""}`, ...cells(one)]),
        ...(mean.length === 0
          ? []
          : [["mean over entities", ...mean.map((point) => pointCell(point))] satisfies Cell[]]),
        ...controls.map((one): Cell[] => [`control: ${one.set}`, ...cells(one)]),
      ],
      rules: [
        ...(mean.length === 0 ? [] : [entities.length]),
        ...(controls.length === 0 ? [] : [entities.length + Number(mean.length > 0)]),
      ],
    },
  ];
}

function suspectPart(set: string, { suspect, reason, transfers }: TrainedMonitor): Block[] {
  if (suspect === null) {
    return [
      {
        kind: "paragraph",
        text: `Only the panel is shown: ${reason ?? "the set has no figure"}. A monitor's score of a set means something beside a clean set's only.`,
      },
    ];
  }
  const { curve, rows, shared, p } = suspect;
  return [
    {
      kind: "table",
      caption: `Fitted on all entities: ${formatCount(rows.suspect)} rows of ${set} against ${formatCount(rows.clean)} clean ones, ${shared ? "on prompts of both, centred prompt by prompt" : "prompts differing, so that the choice of prompts is in it"}; p is of single rows scoring higher, sides permuted; * few rows.${transfers ? "" : " No evidence: the monitor does not transfer to left-out entities."}`,
      columns: [{ title: "set" }, ...bagColumns(curve), { title: "p", align: "right" }],
      rows: [
        [
          set,
          ...curve.map((point) => pointCell(point)),
          p === null ? { absent: "too few rows can change sides" } : { number: p, digits: 3 },
        ],
      ],
    },
  ];
}

/** Bags that are large for the rows of some set are marked. */
function bagColumns(points: readonly CurvePoint[]): { readonly title: string; readonly align: "right" }[] {
  return bagSizes.map((k) => ({
    title: `K = ${k}${points.some((point) => point.k === k && point.fewRows) ? " *" : ""}`,
    align: "right",
  }));
}

function cells({ curve }: LeftOutSet): Cell[] {
  return bagSizes.map((k) => pointCell(curve.find((one) => one.k === k)));
}
