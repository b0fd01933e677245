import type { ClaimResult, ClaimSentence } from "../../../claims/claim.ts";
import { claim } from "../../../claims/decide.ts";
import { formatNumber } from "../../../report/format.ts";
import type { AuditResults } from "../results.ts";
import type { PanelFound } from "../tests/panel/result.ts";

/** Independent null sets at which a name that exceeds them all is wrong at most once in fifty. */
const fewestNulls = 49;

/** C2: visible to another base model. */
export const otherBase = claim({
  id: "C2",
  text: "The influence is visible to a scorer on another base model than the teacher's.",
  estimand:
    "log-likelihood shift, nats a token, of a set's rows under the candidate system prompt it leans to most, double-centred against a panel of planted sets; by a scorer on another base than the model that wrote the set",
  narrower:
    "One of the panel's candidates, on rows that name none of its words; the kinship of scorer and teacher is what the person says it is. That a scorer sees it does not show that a student on that base would take it over.",
  rule: {
    needs: [
      { id: "asked", text: "a scorer was asked", otherwise: "unresolved" },
      { id: "other", text: "one was said to be on another base (--kin other)", otherwise: "unresolved" },
      { id: "rows", text: "it has read enough rows", otherwise: "unresolved" },
      {
        id: "entity",
        text: "what it names is an entity and no style (manner is told apart more easily than what is favoured)",
        otherwise: "undecided",
        guards: "supported",
      },
      {
        id: "nulls",
        text: `the threshold of "none of these" rests on ${fewestNulls} independent sets without their true prompt or more (of so many the most extreme one errs at most 2% of the time)`,
        otherwise: "undecided",
        guards: "supported",
      },
    ],
    interval: "the 95% interval of the margin",
    supported: {
      when: "such a scorer sees the panel's planted effects (their mean above 3 standard errors) and names a candidate for a set: its z above what sets without their true prompt reach at the level shared among all sets and scorers, and the margin's 95% interval above 0",
    },
    contradicted: null,
    notes:
      "A scorer that does not see planted effects says nothing, and 'none of these' leaves influences open that the panel has no candidate for.",
  },
});

/** Resolves C2 by scorers on another base: one that names a candidate, else one that can see, else any. */
export function resolveOtherBase(results: AuditResults): ClaimResult {
  const looks = results.sets.flatMap(({ panel }) => panel?.scorers ?? []);
  const others = looks.filter(({ kin }) => kin === "other");
  const found = others.flatMap((look) => (look.found === null ? [] : [look.found]));
  const seeing = found.filter(({ sees }) => sees);
  const naming = seeing.filter(({ verdict }) => verdict.kind === "named");
  const chosen = (naming.length > 0 ? naming : seeing.length > 0 ? seeing : found).toSorted(
    (a, b) => (b.none.best ?? 0) - (a.none.best ?? 0),
  )[0];
  const entities = naming.filter((one) => !namesStyle(one));
  const nulls = Math.max(0, ...entities.map(({ none }) => none.sets.length));
  const resolved = otherBase.decide({
    parts: [{ side: naming.length > 0 ? "supported" : "undecided" }],
    reported: chosen === undefined ? null : firstOf(chosen),
    unmet: {
      asked: looks.length === 0 ? "no scorer was asked" : null,
      other:
        others.length === 0
          ? "no scorer was said to be on another base than the model that wrote the set (--kin)"
          : null,
      entity:
        naming.length > 0 && entities.length === 0
          ? `it names a style (${naming.map(candidateOf).join("; ")}), which is no entity`
          : null,
      nulls:
        entities.length > 0 && nulls < fewestNulls
          ? `it names ${entities.map(candidateOf).join("; ")}, by a threshold that rests on ${nulls} independent sets without their true prompt: too few to bound how often a name is wrong`
          : null,
      rows: chosen === undefined ? "the scorer on another base has read too few rows" : null,
    },
    undecided: openBecause(seeing),
  });
  return { ...resolved, said: saidOf(resolved.estimate) };
}

/** The candidate that a look names, in the panel's words. */
function candidateOf({ verdict, prompts }: PanelFound): string {
  return prompts[verdict.candidate ?? -1]?.about ?? "a candidate";
}

/** Does it name a manner of writing and nothing that is favoured? The panel's recipe says which candidates are such. */
function namesStyle(found: PanelFound): boolean {
  return candidateOf(found).endsWith("(a style)");
}

/** The interval of the candidate that the set leans to most. */
function firstOf({ rank, interval }: PanelFound): PanelFound["margin"] | null {
  return interval[rank.findIndex((place) => place?.estimate === 1)] ?? null;
}

function openBecause(seeing: readonly PanelFound[]): string {
  if (seeing.length === 0)
    return "the scorer on another base does not see the panel's planted effects, so its silence says nothing";
  return seeing.some(({ verdict }) => verdict.kind === "undecided")
    ? "something stands out, and not clearly one candidate"
    : "none of the panel's candidates stands out; an influence it has no candidate for is left open";
}

function saidOf(estimate: number | null): ClaimSentence {
  return {
    sentence:
      estimate === null
        ? "No shift by a scorer on another base could be estimated."
        : `By a scorer on another base the set leans to its first candidate by ${formatNumber(estimate, 4)} nats a token.`,
    label: "centred shift, nats a token",
    reference: 0,
  };
}
