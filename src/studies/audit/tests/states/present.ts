import type { Block, Cell, Column } from "../../../../report/blocks.ts";
import { formatCount, formatNumber } from "../../../../report/format.ts";
import { facts, heading, numberCell, paragraph, right, table } from "../../../../report/write.ts";
import { bagSizes, type CurvePoint, pointCell, pointWords } from "../../bag-points.ts";
import type { TrainedMonitor } from "./result.ts";

/**
 * What a monitor trained on the panel says of a set.
 *
 * @param first whether the panel's part, the same for all sets, is shown too
 */
export function monitorBlocks(set: string, monitor: TrainedMonitor, first: boolean): Block[] {
  return [
    heading(`Does a monitor trained on hidden states see something in ${set}?`),
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
  const lost = missing.map(({ code, trials }) => `; ${formatCount(trials)} without one (${code})`);
  const inverted = entities.filter((one) => one.inverted).map(({ set }) => set);
  const lines: { readonly name: string; readonly curve: readonly CurvePoint[] }[] = [
    ...entities.map((one) => ({ name: `${one.set}${one.inverted ? " (inverted)" : ""}`, curve: one.curve })),
    ...(mean.length === 0 ? [] : [{ name: "mean over entities", curve: mean }]),
    ...controls.map(({ set, curve }) => ({ name: `control: ${set}`, curve })),
  ];
  return [
    facts(
      ["reader", model],
      [
        "state",
        "of the final layer, the one a local model gives out, averaged over the answer's tokens; no system prompt; less the mean over sets on the same prompt",
      ],
      ["rows", `${formatCount(rows)} of the panel with a state${lost.join("")}`],
      [
        "inverted",
        inverted.length === 0
          ? "no entity"
          : `${inverted.join(", ")}: rows with the plant look more neutral than neutral ones. One entity in forty does so by chance`,
      ],
    ),
    table(
      "Each planted set left out of the fit, its rows against neutral ones on prompts that the fit never saw: AUROC of bags of K rows with 95% intervals over prompts, of the mean over prompts and entities. A control is a neutral set left out in the same way: above .5 the monitor knows the neutral sets it has seen, not plants. * few rows: the bag is more than a tenth of a smaller side's rows.",
      ["left out", ...bagColumns([...entities, ...controls].flatMap(({ curve }) => curve))],
      lines.map(({ name, curve }) => [name, ...cells(curve)]),
      [
        ...(mean.length === 0 ? [] : [entities.length]),
        ...(controls.length === 0 ? [] : [lines.length - controls.length]),
      ],
    ),
  ];
}

function suspectPart(set: string, { suspect, reason, transfers }: TrainedMonitor): Block[] {
  if (suspect === null) {
    return [
      paragraph(
        `Only the panel is shown: ${reason ?? "the set has no figure"}. A monitor's score of a set means something beside a clean set's only.`,
      ),
    ];
  }
  const { curve, rows, shared, p } = suspect;
  return [
    table(
      `Fitted on all entities: ${formatCount(rows.suspect)} rows of ${set} against ${formatCount(rows.clean)} clean ones, ${shared ? "on prompts of both, centred prompt by prompt" : "prompts differing, so that the choice of prompts is in it"}; p is of single rows scoring higher, sides permuted; * few rows.${transfers ? "" : " No evidence: the monitor does not transfer to left-out entities."}`,
      ["set", ...bagColumns(curve), right("p")],
      [[set, ...cells(curve), numberCell(p, 3, "too few rows can change sides")]],
    ),
  ];
}

/** Bags that are large for the rows of some set are marked. */
function bagColumns(points: readonly CurvePoint[]): readonly Column[] {
  return bagSizes.map((k) =>
    right(`K = ${k}${points.some((point) => point.k === k && point.fewRows) ? " *" : ""}`),
  );
}

function cells(curve: readonly CurvePoint[]): Cell[] {
  return bagSizes.map((k) => pointCell(curve.find((one) => one.k === k)));
}
