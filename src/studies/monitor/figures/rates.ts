import { z } from "zod";
import { formatLevel } from "../../../report/format.ts";
import { estimateCell } from "../../../report/write.ts";
import { finiteInterval, type Interval, intervalFields } from "../../../stats/distributions/interval.ts";
import { resolvable } from "../../../stats/ranking/roc.ts";
import type { Figure, FigureColumn } from "./figure.ts";

const truePositiveRates = z.array(z.object({ fpr: z.number(), ...intervalFields }));
const safeties = z.array(z.object({ budget: z.number(), ...intervalFields }));

/** Share of positives caught at fixed false positive rates. */
export const tprAtFpr: Figure<typeof truePositiveRates> = {
  schema: truePositiveRates,
  of: ({ drawn, negatives }) => resolved(drawn?.tprAtFpr, ({ fpr }) => fpr, negatives.scored),
  table: "rates",
  columns: (values) =>
    columnsOf(
      values,
      ({ fpr }) => fpr,
      (level) => `TPR at FPR ${level}`,
    ),
};

/** Share of positives audited when a share of ordinary runs may be. */
export const safety: Figure<typeof safeties> = {
  schema: safeties,
  of: ({ drawn, negatives }) => resolved(drawn?.safety, ({ budget }) => budget, negatives.scored),
  table: "rates",
  columns: (values) => {
    const [first, ...others] = columnsOf(
      values,
      ({ budget }) => budget,
      (level) => `safety at ${level}`,
    );
    const note =
      "share of positives audited when that share of ordinary runs may be audited, ties audited at random (Greenblatt et al., AI Control, 2023)";
    return first === undefined ? [] : [{ ...first, note }, ...others];
  },
};

/** Only levels that the number of scored negatives can resolve: at 20 negatives a rate of .01 is no rate. */
function resolved<Rate extends Interval>(
  rates: readonly Rate[] = [],
  level: (rate: Rate) => number,
  negatives: number,
): Rate[] {
  return rates.filter(
    (rate) => finiteInterval(rate) !== null && resolvable([level(rate)], negatives).length > 0,
  );
}

/** A column a level that some arm has. */
function columnsOf<Rate extends Interval>(
  values: readonly (readonly Rate[])[],
  level: (rate: Rate) => number,
  title: (level: string) => string,
): FigureColumn<readonly Rate[]>[] {
  return [...new Set(values.flat().map(level))]
    .sort((a, b) => a - b)
    .map((wanted) => ({
      title: title(formatLevel(wanted)),
      cell: (rates) =>
        estimateCell(
          rates.find((rate) => level(rate) === wanted),
          2,
          "fewer negatives than this level needs, or none scored",
        ),
    }));
}
