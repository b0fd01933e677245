import type { Claim, ClaimResult } from "../../claims/claim.ts";
import { claim } from "../../claims/decide.ts";
import type { Region } from "../../claims/region.ts";
import type { Rule } from "../../claims/rule.ts";
import { pointsWords } from "../../design/reply-blocks.ts";
import { notUnderstood, unmovable } from "../../design/reply-result.ts";
import { claimIds, contrastsOf, type Declared } from "./declaration.ts";
import type { ExperimentInputs } from "./inputs.ts";
import type { ExperimentResults } from "./results.ts";

/** Fewest clusters of items on which a verdict may rest. */
const leastClusters = 6;

type Needs = "declared" | "measured" | "movable" | "understood" | "placebo";

const shared = {
  estimand: "the contrast that the file names, within items, in points from -100 to 100",
  narrower: "The model, the items, the wordings and the levels of the file; one reply to one prompt.",
};
/** Comprehension is asked first: where it fails, no behaviour is measured at all. */
const needs: Rule<Needs>["needs"] = [
  { id: "declared", text: "the file holds so many claims", otherwise: "unresolved" },
  { id: "understood", text: "every cell that the contrast rests on was understood", otherwise: "invalid" },
  { id: "placebo", text: "the placebo does not lie wholly outside its margin", otherwise: "invalid" },
  {
    id: "movable",
    text: "a quarter of the items or more have a base rate between 10% and 90%",
    otherwise: "unresolved",
  },
  {
    id: "measured",
    text: `outcomes came from ${leastClusters} clusters of items or more`,
    otherwise: "unresolved",
  },
];
const decided = {
  interval: "the 99% interval of the contrast (Student's t over clusters)",
  missing: "with missing outcomes at their worst",
};

/** Claims of the study: what they say is in the file. */
export const experimentClaims: readonly Claim[] = claimIds.map((id, i) =>
  claim({
    ...{ id, text: `What the file claims, number ${i + 1}.`, ...shared },
    rule: {
      ...{ needs, ...decided },
      supported: { when: "the interval lies where the file says" },
      contradicted: { when: "it lies where the file says that it contradicts" },
    },
  }),
);

/** Verdicts on the file's claims. */
export function resolveClaims(
  { declared, experiment }: ExperimentInputs,
  results: ExperimentResults,
): ClaimResult[] {
  const said = declared?.own.claims ?? [];
  return claimIds.flatMap((id, i): ClaimResult[] => {
    const one = said[i];
    if (one === undefined || declared === null || experiment === null) {
      if (i > 0) return [];
      return [
        fromFile(id, "The experiment holds no claim.", { above: 0 }, null).decide({
          parts: [],
          unmet: { declared: "the file makes no claim" },
        }),
      ];
    }
    return [resolved(id, one, declared, experiment, results)];
  });
}

function resolved(
  id: string,
  said: Declared["own"]["claims"][number],
  declared: Declared,
  experiment: NonNullable<ExperimentInputs["experiment"]>,
  { replies, placebo }: ExperimentResults,
): ClaimResult {
  const found = replies?.contrasts.find((one) => one.id === said.contrast);
  const contrast = contrastsOf(declared.own).find((one) => one.id === said.contrast);
  const points = (ends: { readonly low: number; readonly high: number }) => ({
    low: 100 * ends.low,
    high: 100 * ends.high,
  });
  const estimated = found?.found ?? null;
  return fromFile(id, said.text, said.supported, said.contradicted ?? null).decide({
    parts:
      found === undefined || estimated === null || found.at99 === null
        ? []
        : [
            {
              ...{ estimate: 100 * estimated.estimate, ...points(estimated), at99: points(found.at99) },
              ...(found.worst === null ? {} : { worst: points(found.worst) }),
            },
          ],
    unmet: {
      understood:
        replies === null || contrast === undefined ? null : notUnderstood(replies, experiment, contrast),
      measured:
        found === undefined || found.clusters < leastClusters
          ? `outcomes came from ${found?.clusters ?? 0} clusters of items, and ${leastClusters} are asked for`
          : null,
      placebo:
        placebo?.state === "failed"
          ? `the placebo (${placebo.id}) lies wholly outside minus and plus ${placebo.margin} points`
          : null,
      movable: replies === null ? null : unmovable(replies),
    },
    said: {
      sentence: found === undefined ? "It was not measured." : `${found.title}: ${pointsWords(found)}.`,
      label: "difference in points",
    },
  });
}

/** A claim with the regions of the file. */
function fromFile(id: string, text: string, supported: Region, contradicted: Region | null) {
  return claim({ id, text, ...shared, rule: { needs, ...decided, supported, contradicted } });
}
