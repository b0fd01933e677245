import type { Headline } from "./blocks.ts";
import { escapeHtml, oneLine } from "./escape.ts";
import { digitsFor, formatNumber } from "./format.ts";
import { scaleOf } from "./scale.ts";
import { verdictSigns } from "./verdicts.ts";

/** One claim: the verdict's word, shape and colour; its sentence; the estimate on a line; what was not tested. */
export function headlineHtml(headline: Headline): string {
  const { verdict, estimate } = headline;
  const { word, shape } = verdictSigns[verdict];
  const narrower = oneLine(headline.narrower);
  return [
    `<article class="claim">`,
    `<header><span class="verdict ${verdict}"><svg viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>${word}</span>`,
    `<span class="claim-name">${escapeHtml(oneLine(headline.claim))}</span></header>`,
    `<p class="sentence">${escapeHtml(oneLine(headline.text))}</p>`,
    `<p>${escapeHtml(oneLine(headline.sentence))}</p>`,
    estimate === null ? "" : estimateHtml(estimate, verdict),
    narrower === ""
      ? ""
      : `<details class="narrower"><summary>Narrower than the claim</summary><p>${escapeHtml(narrower)}</p></details>`,
    "</article>",
  ].join("");
}

function estimateHtml(estimate: NonNullable<Headline["estimate"]>, verdict: Headline["verdict"]): string {
  const { value, low, high, interval = "95% interval" } = estimate;
  const digits = digitsFor(high - low);
  const shown = {
    value: formatNumber(value, digits),
    low: formatNumber(low, digits),
    high: formatNumber(high, digits),
  };
  const label = oneLine(estimate.label);
  return [
    `<div class="estimate"><p><span class="value">${shown.value}</span>`,
    `<span class="of">${escapeHtml(interval)} ${shown.low} to ${shown.high}${label === "" ? "" : ` · ${escapeHtml(label)}`}</span></p>`,
    [value, low, high].every(Number.isFinite) ? bar(estimate, verdict) : "",
    "</div>",
  ].join("");
}

function bar(estimate: NonNullable<Headline["estimate"]>, verdict: Headline["verdict"]): string {
  const { value, low, high } = estimate;
  const reference = estimate.reference ?? 0;
  const scale = scaleOf([value, low, high, reference]);
  // Percentages instead of a viewBox: the line follows the page's width while text and strokes keep their size.
  const at = (number: number): string => `${(100 * scale.position(number)).toFixed(2)}%`;
  const line = (name: string, from: number, to: number, top: number, bottom: number): string =>
    `<line class="${name}" x1="${at(from)}" x2="${at(to)}" y1="${top}" y2="${bottom}"/>`;
  const ticks = scale.ticks.map((tick) => {
    const position = scale.position(tick);
    const anchor = position < 0.02 ? "start" : position > 0.98 ? "end" : "middle";
    return `${line("axis", tick, tick, 26, 30)}<text x="${at(tick)}" y="43" text-anchor="${anchor}">${formatNumber(tick, scale.digits)}</text>`;
  });
  return [
    `<svg class="scale ${verdict}" aria-hidden="true">`,
    line("axis", scale.low, scale.high, 26, 26),
    ...ticks,
    line("reference", reference, reference, 0, 26),
    line("interval", low, high, 13, 13),
    `<circle class="halo" cx="${at(value)}" cy="13" r="8"/><circle class="point" cx="${at(value)}" cy="13" r="6"/>`,
    "</svg>",
  ].join("");
}
