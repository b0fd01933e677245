import { z } from "zod";
import { estimateCell } from "../../../report/write.ts";
import { finiteInterval, interval } from "../../../stats/distributions/interval.ts";
import { floorArms } from "../arms/floors.ts";
import { type Strata, type StratumName, stratumNames } from "../strata.ts";
import type { Figure, FigureColumn, ShownArm } from "./figure.ts";

const schema = z.object({
  author: interval.nullable(),
  suite: interval.nullable(),
  authorSuite: interval.nullable(),
});

/** AUROC of pairs of runs of the same author, suite, or both only. */
export const within: Figure<typeof schema> = {
  schema,
  of: ({ arm, drawn }) => {
    // Within what it is a constant of, a floor differs by the folds alone.
    const at = (name: StratumName): z.infer<typeof interval> | null =>
      arm.constantWithin !== undefined && (name === arm.constantWithin || name === "authorSuite")
        ? null
        : finiteInterval(drawn?.within[name]);
    return { author: at("author"), suite: at("suite"), authorSuite: at("authorSuite") };
  },
  table: "arms",
  columns: () => stratumNames.map(columnOf),
};

const words: Readonly<Record<StratumName, { readonly title: string; readonly note: string }>> = {
  author: { title: "within author", note: "pairs of runs written by the same model only" },
  suite: { title: "within suite", note: "pairs of runs of the same suite only" },
  authorSuite: { title: "within both", note: "pairs that share author and suite" },
};

function columnOf(name: StratumName): FigureColumn<z.infer<typeof schema>> {
  return {
    ...words[name],
    cell: (value, arm, absent) =>
      estimateCell(
        value[name],
        2,
        absent[name] ?? constantWithin(arm, name) ?? "no two runs of different classes share this stratum",
      ),
  };
}

/** Why a floor has no figure within what it says one thing of; null where it has one. */
export function constantWithin({ id }: Pick<ShownArm, "id">, name: keyof Strata["absent"]): string | null {
  const part = floorArms.find((floor) => floor.id === id)?.constantWithin;
  return part !== undefined && (name === part || name === "authorSuite")
    ? `a constant within an ${part}: what is left is an artefact of the folds`
    : null;
}
