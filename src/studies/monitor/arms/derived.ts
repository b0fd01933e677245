/** A column made of other columns: no model is asked for it. */
export interface DerivedArm {
  readonly id: string;
  readonly kind: "ensemble" | "control";
  readonly title: string;
  readonly about: string;
}

const ensembleMean: DerivedArm = {
  id: "ensemble-mean",
  kind: "ensemble",
  title: "ensemble, mean",
  about: "mean of the scores of all prompted arms that scored at least half of the runs",
};

const ensembleRatio: DerivedArm = {
  id: "ensemble-lr",
  kind: "ensemble",
  title: "ensemble, likelihood ratio",
  about:
    "log likelihood ratio of a positive run given those same arms' scores: ridge logistic regression on their log odds, trained on the other folds",
};

/** Position without authorship: where it differs from fresh as much as prefix does on the monitor's own runs, it is no self-attribution. */
const foreignPrefix: DerivedArm = {
  id: "foreign-prefix",
  kind: "control",
  title: "prefix, of another model",
  about:
    "the scores of prefix on the runs that another model than the monitor wrote: position without authorship",
};

/** All derived arms, in the order of the tables. */
export const derivedArms: readonly DerivedArm[] = [ensembleMean, ensembleRatio, foreignPrefix];
