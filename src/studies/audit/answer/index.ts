import type { Answer } from "../../../claims/answer.ts";
import { formatCount, formatPercent } from "../../../report/format.ts";
import type { AuditResults } from "../results.ts";
import { modelsAsked } from "./models-asked.ts";
import { type OwnWords, ownWords } from "./own-words.ts";
import { type RegisteredOutcome, registeredOutcomes } from "./registered-outcomes.ts";
import { inARow, pWords, saysOf, testWords } from "./through.ts";

type SetResult = AuditResults["sets"][number];
type Checked = Answer["checked"][number];

const question =
  "Does this set differ from the reference, through what, and does it openly say a word of its own?";
/** Share of rows that stand in the reference from which on this comes first. */
const much = 0.1;

/** What the verb's question came to on these sets, by one rule: Holm over the tests that were registered for all of them. */
export function answerOf(results: AuditResults): Answer {
  const { sets, about } = results;
  const { reference } = about;
  if (reference === null)
    return {
      question,
      sentence: "Nothing was compared: no reference was given (--reference CLEAN.jsonl).",
      checked: [
        { what: "differs", state: "not-asked", says: "--reference CLEAN.jsonl" },
        ...modelsAsked(results),
      ],
    };
  const all = registeredOutcomes(results);
  const several = sets.length > 1;
  const looked = sets.map((found) => {
    const outcomes = all.filter(({ set }) => set === found.set);
    return { found, outcomes, own: ownWords(found, reference.used, outcomes, about.level) };
  });
  const point = sets[0]?.different?.curves.words.find(({ k }) => k === 8);
  return {
    question: several ? question.replace("this set differ", "these sets differ") : question,
    sentence: looked.map(({ found, outcomes, own }) => sentenceOf(found, results, outcomes, own)).join(" "),
    ...(point === undefined || several
      ? {}
      : {
          figure: {
            label: "chance that eight answers of the set are told from eight of the reference by their words",
            ...{ value: point.auroc, low: point.low, high: point.high },
          },
        }),
    checked: [
      ...looked.flatMap(({ found, outcomes, own }) =>
        checkedOf(found, outcomes, own).map(
          (one): Checked => (several ? { ...one, what: `${found.set}: ${one.what}` } : one),
        ),
      ),
      ...modelsAsked(results),
    ],
  };
}

/** Does the set differ at all? */
function differs(outcomes: readonly RegisteredOutcome[]): RegisteredOutcome["state"] {
  const has = (state: RegisteredOutcome["state"]): boolean => outcomes.some((one) => one.state === state);
  if (has("yes")) return "yes";
  if (has("no")) return "no";
  return has("untested") ? "untested" : "not-asked";
}

function sentenceOf(
  found: SetResult,
  { about }: AuditResults,
  outcomes: readonly RegisteredOutcome[],
  own: OwnWords,
): string {
  const { set, different } = found;
  const used = about.suspects.find(({ name }) => name === set)?.used ?? 0;
  const copied = (different?.own ?? 0) / Math.max(1, used);
  const state = differs(outcomes);
  if (copied === 1) return `Every row of ${set} stands in the reference: there is nothing to tell apart.`;
  const first =
    copied >= much
      ? [`${formatPercent(Math.min(0.99, copied))} of the rows of ${set} are the reference's own.`]
      : [];
  if (state === "not-asked")
    return [...first, `${set} was not compared (--tests different,words).`].join(" ");
  if (state === "untested") {
    const reasons = [...new Set(outcomes.flatMap(({ reason }) => (reason === "" ? [] : [reason])))];
    return [...first, `Whether ${set} differs could not be tested: ${reasons.join("; ")}.`].join(" ");
  }
  if (state === "no")
    return [
      ...first,
      `${set} could not be told apart from the reference by its words, its form or its prompts.`,
      own.sentence,
    ].join(" ");
  const by = outcomes.filter((one) => one.state === "yes" && !one.test.endsWith("Shared"));
  const parts = by.map(({ test }) => testWords[test].by);
  const told = parts.length === 0 ? "where the prompts are the same" : `by ${inARow(parts)}`;
  return [
    ...first,
    `${set} differs from the reference, ${told}.`,
    sharedSentence(found, outcomes),
    own.sentence,
  ]
    .filter((text) => text !== "")
    .join(" ");
}

/** How far it differs, and what is left where both sets answer the same prompts. */
function sharedSentence({ different }: SetResult, outcomes: readonly RegisteredOutcome[]): string {
  if (different === null) return "";
  const at = (curve: keyof typeof different.curves): number =>
    different.curves[curve].find(({ k }) => k === 8)?.auroc ?? Number.NaN;
  const all = `Eight answers at a time are told apart ${formatPercent(at("words"))} of the time by words, ${formatPercent(at("format"))} by form`;
  const shared = outcomes.filter(({ test }) => test.endsWith("Shared"));
  if (different.shared === 0)
    return `${all}; no prompt stands in both sets, so that how much of it comes with the prompts cannot be told.`;
  const told = shared.map(({ test, state, p }) => {
    const name = test === "wordsShared" ? "words" : "form";
    const curve = test === "wordsShared" ? ("wordsShared" as const) : ("formatShared" as const);
    if (state === "yes") return `${formatPercent(at(curve))} by ${name} (${pWords(p ?? 1)})`;
    return p === null ? `${name} not tested` : `${name} not told apart from shuffled rows (${pWords(p)})`;
  });
  return `${all}; on the ${formatCount(different.shared)} prompts in both sets ${inARow(told)}.`;
}

function checkedOf(
  found: SetResult,
  outcomes: readonly RegisteredOutcome[],
  own: OwnWords,
): readonly Checked[] {
  const state = differs(outcomes);
  const least = outcomes.toSorted((a, b) => a.adjusted - b.adjusted)[0];
  const many = outcomes.filter(({ p }) => p !== null).length;
  const rule = `${many} of ${outcomes.length} tests made, one rule for all (Holm): least adjusted ${pWords(least?.adjusted ?? 1)}`;
  return [
    {
      what: "differs",
      state,
      says:
        state === "not-asked" || state === "untested"
          ? [...new Set(outcomes.map(({ reason }) => reason))].join("; ")
          : state === "yes"
            ? rule
            : `${rule}; what each could have seen stands beside it`,
    },
    ...outcomes.map(
      (one): Checked => ({ what: testWords[one.test].what, state: one.state, says: saysOf(one, found) }),
    ),
    { what: "says a word of its own", state: own.state, says: own.says },
  ];
}
