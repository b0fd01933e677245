import type { Answer } from "../../claims/answer.ts";
import type { ContrastResult } from "../../design/contrasts.ts";
import { points, pointsWords } from "../../design/reply-blocks.ts";
import { comprehensionGate } from "../../design/reply-result.ts";
import { formatPercent } from "../../report/format.ts";
import type { ExperimentResults } from "./results.ts";

type Checked = Answer["checked"][number];

/**
 * What the experiment came to: its first contrast, in words.
 *
 * @param unclear why the cells of a contrast, by its name, were not understood; null where they were. What was not understood is no finding
 */
export function answerOf(results: ExperimentResults, unclear: (id: string) => string | null): Answer {
  const { question, table, replies } = results;
  if (table !== null) return tableAnswer(results, table);
  const gate = replies === null ? null : comprehensionGate(replies);
  if (replies === null || gate?.passed === false)
    return {
      question,
      sentence: "It cannot be said: the model did not understand the situations that it was put in.",
      checked: [{ what: "understood", state: "no", says: gate?.reason ?? "" }],
    };
  const [first, ...others] = replies.contrasts;
  return {
    question,
    sentence:
      first === undefined
        ? "Nothing was compared."
        : unclear(first.id) !== null
          ? "It cannot be said: the model did not understand the situations that are compared."
          : results.placebo?.state === "failed"
            ? "It cannot be said: the placebo, which should move nothing, moved the outcome."
            : sentenceOf(first, results),
    ...(first === undefined || unclear(first.id) !== null || results.placebo?.state === "failed"
      ? {}
      : figureOf(first)),
    checked: [
      ...[first, ...others].flatMap((one) =>
        one === undefined ? [] : [contrastCheck(one, unclear(one.id))],
      ),
      ...(gate === null
        ? [
            {
              what: "understood",
              state: "not-asked",
              says: "the file has no questions of comprehension (gate)",
            } as const,
          ]
        : [
            {
              what: "understood",
              state: replies.gate.every(({ passed, questions }) => passed || questions === 0) ? "yes" : "no",
              says: gate.reason,
            } as const,
          ]),
      placeboCheck(results),
    ],
  };
}

function sentenceOf({ found, title, leastSeen }: ContrastResult, { happens }: ExperimentResults): string {
  if (found === null) return "Nothing was measured in the cells that are compared.";
  const { estimate, low, high } = found;
  const range = `${points(low)} to ${points(high)} points, 95%`;
  if (low <= 0 && high >= 0)
    return `The two could not be told apart (${title}: ${points(estimate)} points, ${range}). A difference of ${points(leastSeen ?? 1)} points would have been seen in 8 of 10 such runs.`;
  return `${happens.slice(0, 1).toUpperCase()}${happens.slice(1)} ${points(Math.abs(estimate), 0)} points ${estimate > 0 ? "more" : "less"} often (${title}; ${range}).`;
}

function figureOf(first: ContrastResult | undefined): Pick<Answer, "figure"> {
  if (first?.found === undefined || first.found === null) return {};
  const { estimate, low, high } = first.found;
  return {
    figure: { label: `points: ${first.title}`, value: 100 * estimate, low: 100 * low, high: 100 * high },
  };
}

function contrastCheck(one: ContrastResult, unclear: string | null): Checked {
  const { found, title, leastSeen } = one;
  if (unclear !== null) return { what: title, state: "untested", says: unclear };
  if (found === null) return { what: title, state: "untested", says: "not measured" };
  const apart = found.low > 0 || found.high < 0;
  return {
    what: title,
    state: apart ? "yes" : "no",
    says: apart
      ? pointsWords(one)
      : `${pointsWords(one)}: could not be told apart; ${points(leastSeen ?? 1)} points would have been seen in 8 of 10 such runs`,
  };
}

function placeboCheck({ placebo }: ExperimentResults): Checked {
  const what = "placebo is small";
  if (placebo === null) return { what, state: "not-asked", says: "the file names none" };
  const { state, margin } = placebo;
  if (state === "undecided")
    return { what, state: "untested", says: `its interval is too wide to lie within ${margin} points` };
  return {
    what,
    state: state === "passed" ? "yes" : "no",
    says:
      state === "passed"
        ? `within ${margin} points of 0`
        : `wholly beyond ${margin} points: the run is invalid`,
  };
}

function tableAnswer(
  { question }: ExperimentResults,
  { arms, contrasts, against }: NonNullable<ExperimentResults["table"]>,
): Answer {
  const [first] = contrasts;
  const rate = (name: string): string => {
    const found = arms.find(({ arm }) => arm === name);
    return found?.rate === null || found === undefined ? "not measured" : formatPercent(found.rate.estimate);
  };
  const only = arms[0];
  return {
    question,
    sentence:
      first === undefined
        ? `${only?.arm ?? "The arm"}: ${rate(only?.arm ?? "")}; there is no other arm to compare it with.`
        : `${first.id}: ${rate(first.id)}, ${against}: ${rate(against)}: ${first.found !== null && (first.found.low > 0 || first.found.high < 0) ? "" : "the two could not be told apart, "}${pointsWords(first)}.`,
    ...figureOf(first),
    checked: [
      ...contrasts.map((one) => contrastCheck(one, null)),
      ...arms.flatMap(({ arm, apart }): Checked[] =>
        apart === null
          ? []
          : [
              {
                what: `${arm}: repeats differ by more than sampling`,
                state: apart.p < 0.05 ? "yes" : "no",
                says: `${points(apart.difference)} points between the two farthest repeats, where sampling alone gives up to ${points(apart.sampling)} (95%)`,
              },
            ],
      ),
    ],
  };
}
