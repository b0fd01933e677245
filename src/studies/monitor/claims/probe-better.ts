import type { ClaimResult, ClaimSentence } from "../../../claims/claim.ts";
import { claim, widened } from "../../../claims/decide.ts";
import { formatEstimate, formatNumber } from "../../../report/format.ts";
import { type ClaimEvidence, noDifference } from "./evidence.ts";

/** C2: a probe on the shared cache beats what is asked on it, and the run's words. */
export const probeBetter = claim({
  id: "C2",
  text: "A probe trained on the states of the shared prefix beats the prompted prefix monitor, and a bag of words, in the same folds.",
  estimand:
    "AUROC(probe) − AUROC(prefix) and AUROC(probe) − AUROC(bow), paired on the runs that both scored; the smaller of the two is reported; from −1 to 1. The probe is probe-asked where it was measured, else probe-end",
  narrower:
    "One model, one layer (the last), ridge logistic regression, folds of whole groups; a probe that learns the suites' own marks counts as better: look at suites and authors left out.",
  rule: {
    needs: [
      { id: "probe", text: "a probe was measured", otherwise: "unresolved" },
      { id: "rivals", text: "prefix and bow were measured beside it", otherwise: "unresolved" },
    ],
    interval: "the 95% intervals (bootstrap over groups)",
    each: "both differences",
    supported: { above: 0 },
    contradicted: { below: 0 },
    missing: "widened by the worst case for missing scores",
  },
});

const probes = ["probe-asked", "probe-end"];
const rivals = ["prefix", "bow"];

/** Resolves C2 from the probe's differences with prefix and with bow. */
export function resolveProbeBetter({ arms, comparisons }: ClaimEvidence): ClaimResult {
  const probe = probes.find((id) => arms.some((arm) => arm.id === id));
  const against = rivals.flatMap((rival) => {
    const found = comparisons.find(({ a, b }) => a === probe && b === rival);
    return found?.auroc === null || found === undefined ? [] : [{ ...found, auroc: found.auroc }];
  });
  const both = against.length === rivals.length;
  const smaller = against.toSorted((x, y) => x.auroc.estimate - y.auroc.estimate)[0];
  const decided = probeBetter.decide({
    parts: against.map(({ auroc, bounds }) => ({ ...auroc, worst: widened(auroc, bounds) })),
    reported: both ? (smaller?.auroc ?? null) : null,
    unmet: {
      probe: probe === undefined ? "No probe was measured: it needs a model that gives its states." : null,
      rivals: both ? null : `${probe}, prefix and bow were not all measured on runs of both classes.`,
    },
    reason: `${probe} against ${against.map(({ b, auroc }) => `${b} ${formatEstimate({ ...auroc, digits: 2 })}`).join(", ")}.`,
  });
  return { ...decided, said: sentenceOf(arms, both) };
}

function sentenceOf(arms: ClaimEvidence["arms"], estimated: boolean): ClaimSentence {
  const shown = [...probes, ...rivals].flatMap((wanted) => {
    const area = arms.find(({ id }) => id === wanted)?.auroc?.estimate;
    return area === undefined ? [] : [`${wanted} ${formatNumber(area, 2)}`];
  });
  return {
    sentence: estimated ? `AUROC in the same folds: ${shown.join(", ")}.` : noDifference,
    label: "AUROC(probe) − AUROC of its better rival",
  };
}
