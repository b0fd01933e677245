import type { RegisteredModel } from "../../../core/identity.ts";
import { likelihoodRatios } from "../../../stats/ranking/ensemble.ts";
import { rowsWritten } from "../own-runs.ts";
import { type DescribedArm, type Folding, type HeldOut, outOfFold, untrained } from "../scored-arm.ts";

/** What a derived arm may look at. */
interface DerivedFrom extends Folding {
  readonly prompted: readonly DescribedArm[];
  /** The monitor. */
  readonly model: RegisteredModel | undefined;
}

/** The scores that were made. */
type Derived = HeldOut & Pick<DescribedArm, "probability"> & Partial<Pick<DescribedArm, "about">>;

/** A column made of other columns: no model is asked for it. A new one is a new object of this form in the list. */
export interface DerivedArm {
  readonly id: string;
  readonly kind: "ensemble" | "control";
  readonly title: string;
  readonly about: string;
  /** Makes its scores, or says why there are none. */
  readonly derive: (from: DerivedFrom) => string | Derived | Promise<Derived>;
}

/** An ensemble of the prompted arms that answer: one that hardly ever does would leave it without a score nearly everywhere. */
function ensemble(
  arm: Pick<DerivedArm, "id" | "title" | "about">,
  make: (parts: readonly DescribedArm[], from: DerivedFrom) => Promise<Derived>,
): DerivedArm {
  return {
    ...arm,
    kind: "ensemble",
    derive: (from) => {
      const parts = from.prompted.filter(
        ({ scores }) => scores.filter(Number.isNaN).length <= from.rows.length / 2,
      );
      if (parts.length < 2)
        return "an ensemble needs two prompted arms that scored at least half of the runs";
      const about = `${arm.about} (${parts.map(({ id }) => id).join(", ")})`;
      return make(parts, from).then((made) => ({ ...made, about }));
    },
  };
}

const ensembleMean = ensemble(
  {
    id: "ensemble-mean",
    title: "ensemble, mean",
    about: "mean of the scores of all prompted arms that scored at least half of the runs",
  },
  async (parts, { rows }) => ({
    ...untrained(
      Float64Array.from(rows, (_, row) =>
        parts.reduce((sum, { scores }) => sum + (scores[row] ?? Number.NaN) / parts.length, 0),
      ),
    ),
    probability: parts.every(({ probability }) => probability),
  }),
);

/** The likelihood ratio of a positive run, by all prompted arms together. */
export const ensembleRatio = ensemble(
  {
    id: "ensemble-lr",
    title: "ensemble, likelihood ratio",
    about:
      "log likelihood ratio of a positive run given those same arms' scores: ridge logistic regression on their log odds, trained on the other folds",
  },
  async (parts, from) => {
    const columns = parts.map(({ scores }) => scores);
    const held = await outOfFold(from, (fold) => likelihoodRatios(columns, from.positive, fold));
    return { ...held, probability: false };
  },
);

/** Position without authorship: where it differs from fresh as much as prefix does on the monitor's own runs, it is no self-attribution. */
const foreignPrefix: DerivedArm = {
  id: "foreign-prefix",
  kind: "control",
  title: "prefix, of another model",
  about:
    "the scores of prefix on the runs that another model than the monitor wrote: position without authorship",
  derive: ({ rows, prompted, model }) => {
    const prefix = prompted.find(({ id }) => id === "prefix");
    if (prefix === undefined) return "the arm prefix was not measured";
    const foreign = new Set(rowsWritten(rows, model, "other"));
    if (foreign.size === 0) return "no run is known to be written by another model (--author)";
    const scores = prefix.scores.map((score, row) => (foreign.has(row) ? score : Number.NaN));
    return { ...untrained(scores), probability: prefix.probability };
  },
};

/** All derived arms, in the order of the tables. */
export const derivedArms: readonly DerivedArm[] = [ensembleMean, ensembleRatio, foreignPrefix];
