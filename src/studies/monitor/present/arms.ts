import type { Block } from "../../../report/blocks.ts";
import { type ColumnOf, details, facts, heading, tableOf } from "../../../report/write.ts";
import { type ArmResult, armFigures } from "../arm-result.ts";
import type { ArmTable } from "../figures/figure.ts";
import type { MonitorResults } from "../results.ts";

/** What stands around the figures that a table shows. */
interface Frame {
  readonly heading: string;
  readonly caption: string;
  /** Which arms have a row; all when not said. */
  readonly rows?: (arm: ArmResult) => boolean;
  /** With which a new part begins. */
  readonly begins?: readonly ((arm: ArmResult) => boolean)[];
}

const frames: Readonly<Record<ArmTable, Frame>> = {
  arms: {
    heading: "Arms and floors",
    caption:
      "How well each arm tells positive runs from negative ones: prompted arms, then probes and ensembles, floors below the last rule.",
    begins: [({ kind }) => kind !== "prompted", isFloor],
  },
  rates: {
    heading: "Few false alarms, small audits",
    caption:
      "Share of positives caught; thresholds are found again in every bootstrap draw. Levels that the number of negatives cannot resolve are left out.",
    begins: [isFloor],
  },
  coverage: {
    heading: "Coverage",
    caption:
      "Runs with a score, by class. A refusal, an answer of the wrong form or a failed call is no score, never a 0.",
    rows: ({ kind }) => kind === "prompted",
  },
  calibration: {
    heading: "Calibration",
    caption: "Scores read as probabilities of a positive run.",
    rows: ({ calibration }) => calibration !== null,
  },
};

/** One of the tables of arms, with everything that its figures show below it. */
export function armBlocks(name: ArmTable, { arms: all, strata }: MonitorResults): Block[] {
  const frame = frames[name];
  const arms = all.filter(frame.rows ?? (() => true));
  const shown = armFigures.flatMap(([id, figure]) => {
    const figureOf = (arm: Readonly<Record<string, unknown>>): unknown => arm[id];
    return figure.table === name ? [{ figure, figureOf }] : [];
  });
  const columns = shown.flatMap(({ figure, figureOf }): ColumnOf<ArmResult>[] =>
    (figure.columns?.(arms.map(figureOf)) ?? []).map((column) => ({
      ...column,
      cell: (arm) => column.cell(figureOf(arm), arm, strata),
    })),
  );
  if (arms.length === 0 || columns.length === 0) return [];
  const titled: ColumnOf<ArmResult> = { title: "arm", cell: ({ title }) => title };
  return [
    heading(frame.heading),
    tableOf(frame.caption, arms, [titled, ...columns], ...(frame.begins ?? [])),
    ...shown.flatMap(
      ({ figure, figureOf }) => figure.below?.(arms.map((arm) => ({ ...arm, value: figureOf(arm) }))) ?? [],
    ),
  ];
}

/** What each arm does, folded away. */
export function aboutArms({ arms }: MonitorResults): Block[] {
  return [details("What each arm does", facts(...arms.map(({ title, about }) => [title, about] as const)))];
}

function isFloor({ kind }: ArmResult): boolean {
  return kind === "floor";
}
