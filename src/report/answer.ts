import type { Answer } from "../claims/answer.ts";
import { escapeHtml, oneLine } from "./escape.ts";
import { digitsFor, formatEstimate, formatNumber } from "./format.ts";

type State = Answer["checked"][number]["state"];

/** How a state is told: a word and a sign, so that colour is never the only difference. */
const states: Readonly<Record<State, { readonly word: string; readonly sign: string }>> = {
  yes: { word: "yes", sign: "●" },
  no: { word: "no", sign: "○" },
  untested: { word: "could not be tested", sign: "–" },
  "not-asked": { word: "not asked", sign: "·" },
};

/** What was checked, a line each: `differs  ● yes – AUROC .81`. */
export function checkedLines({ checked }: Answer): readonly string[] {
  return checked.map(({ what, state, says }) => {
    const { sign, word } = states[state];
    return oneLine(`${what}  ${sign} ${word}${says === "" ? "" : ` – ${says}`}`);
  });
}

/** The figure that carries the answer, with its interval where it has one; empty without a figure. */
export function figureText({ figure }: Answer): string {
  if (figure === undefined) return "";
  const { label, value, low, high } = figure;
  const shown =
    low === null || high === null
      ? formatNumber(value, 2)
      : formatEstimate({ estimate: value, low, high, digits: digitsFor(high - low) });
  return oneLine(`${shown}  ${label}`);
}

/** The answer as the first thing on a page. */
export function answerHtml(answer: Answer): string {
  const figure = figureText(answer);
  const rows = answer.checked.map(({ what, state, says }) => {
    const { sign, word } = states[state];
    return `<li><b>${escapeHtml(oneLine(what))}</b> <i class="${state}">${sign} ${word}</i>${says === "" ? "" : ` <span>${escapeHtml(oneLine(says))}</span>`}</li>`;
  });
  return [
    `<section class="answer" aria-label="Answer">`,
    `<h2>${escapeHtml(oneLine(answer.question))}</h2>`,
    `<p class="sentence">${escapeHtml(oneLine(answer.sentence))}</p>`,
    figure === "" ? "" : `<p class="value">${escapeHtml(figure)}</p>`,
    rows.length === 0 ? "" : `<ul class="checked">${rows.join("")}</ul>`,
    "</section>",
  ].join("");
}
