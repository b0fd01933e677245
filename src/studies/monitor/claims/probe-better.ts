import type { ClaimResult, ClaimSentence } from "../../../claims/claim.ts";
import { claim, widened } from "../../../claims/decide.ts";
import { formatEstimate, formatNumber } from "../../../report/format.ts";
import { backwards, type ClaimEvidence, noDifference, sideOf, soundNeeds, unsound } from "./evidence.ts";

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
      ...soundNeeds,
      {
        id: "reversed",
        text: "none of the three has a 95% interval of its AUROC below .5, which is to rank backwards",
        otherwise: "invalid",
      },
      {
        id: "chance",
        text: "the probe's own 95% interval lies above .5",
        otherwise: "invalid",
        guards: "supported",
      },
    ],
    interval: "the 99% intervals (of pairs of runs in one fold; groups left out of the fits in turn)",
    each: "both differences",
    supported: { above: 0 },
    contradicted: { below: 0 },
    missing: "widened by the worst case for missing scores",
  },
});

const probes = ["probe-asked", "probe-end"];
const rivals = ["prefix", "bow"];

/** Resolves C2 from the probe's differences with prefix and with bow. */
export function resolveProbeBetter(evidence: ClaimEvidence): ClaimResult {
  const { arms, comparisons } = evidence;
  const probe = probes.find((id) => arms.some((arm) => arm.id === id));
  const against = rivals.flatMap((rival) => {
    const found = comparisons.find(({ a, b }) => a === probe && b === rival);
    const { auroc = null, at99 = null } = found ?? {};
    return found === undefined || auroc === null || at99 === null ? [] : [{ ...found, auroc, at99 }];
  });
  const both = against.length === rivals.length;
  const compared = arms.filter(({ id }) => id === probe || rivals.includes(id));
  const silent = compared.filter(({ n }) => n === 0);
  const smaller = against.toSorted((x, y) => x.auroc.estimate - y.auroc.estimate)[0];
  const decided = probeBetter.decide({
    parts: against.map(({ auroc, at99, bounds }) => ({
      ...{ ...auroc, at99 },
      worst: widened({ ...auroc, low: at99.low, high: at99.high }, bounds),
    })),
    reported: both ? (smaller?.auroc ?? null) : null,
    unmet: {
      probe: probe === undefined ? "No probe was measured: it needs a model that gives its states." : null,
      rivals:
        compared.length === 1 + rivals.length ? null : `${probe}, prefix and bow were not all measured.`,
      answered:
        silent.length === 0 ? null : `${silent.map(({ id }) => id).join(" and ")} scored no run at all.`,
      evidence: both
        ? null
        : "Too few runs of a class were scored, or they come from too few independent groups: no interval would hold.",
      sound: unsound(evidence, "C2"),
      reversed: backwards(compared),
      chance: compared.some((arm) => arm.id === probe && sideOf(arm) === "chance")
        ? `${probe} cannot be told from chance.`
        : null,
    },
    reason: `${probe} against ${against.map(({ b, auroc }) => `${b} ${formatEstimate({ ...auroc, digits: 2 })}`).join(", ")}.`,
  });
  return { ...decided, said: sentenceOf(against, probe) };
}

function sentenceOf(
  against: readonly {
    readonly b: string;
    readonly alone: { readonly a: number; readonly b: number } | null;
  }[],
  probe: string | undefined,
): ClaimSentence {
  const label = "AUROC(probe) − AUROC of its better rival";
  const shown = against.flatMap(({ b, alone }) =>
    alone === null ? [] : [`${probe} ${formatNumber(alone.a, 2)} against ${b} ${formatNumber(alone.b, 2)}`],
  );
  const sentence =
    shown.length < rivals.length
      ? noDifference
      : `AUROC over pairs of runs of one fold: ${shown.join(", ")}.`;
  return { sentence, label };
}
