import type { Answer } from "../claims/answer.ts";
import type { Verdict } from "../claims/claim.ts";
import { checkedLines, figureText } from "./answer.ts";
import type { Block, Headline, Report } from "./blocks.ts";
import { oneLine, plainText } from "./escape.ts";
import { digitsFor, formatEstimate } from "./format.ts";
import { claimsOf } from "./headline.ts";
import { scaleOf } from "./scale.ts";
import { type TerminalStyle, tableLines } from "./terminal-table.ts";
import { chopped, columnsOf, wrap } from "./terminal-text.ts";
import { verdictSigns } from "./verdicts.ts";

/** How to print. */
export interface TerminalOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** May ANSI colours be used? */
  readonly color: boolean;
  /** Print all of it, also what is folded away; else what a reader sees first: the answer and the claims. */
  readonly long?: boolean;
}

interface Style extends TerminalStyle {
  readonly width: number;
  readonly long: boolean;
  tint(verdict: Verdict | "warning", text: string): string;
}

const tints: Readonly<Record<Verdict | "warning", number>> = {
  supported: 32,
  contradicted: 31,
  undecided: 36,
  invalid: 35,
  unresolved: 34,
  warning: 33,
};

/** A report for a terminal: plain lines of at most `width` columns (at least 32), figures as their descriptions. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const paint = (code: number, text: string): string =>
    options.color && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
  const style: Style = {
    width: Math.max(32, Math.floor(options.width)),
    long: options.long === true,
    bold: (text) => paint(1, text),
    dim: (text) => paint(2, text),
    tint: (tone, text) => paint(tints[tone], text),
  };
  const { answer, alerts = [] } = report;
  const { tested, untested } = claimsOf(report);
  const brief = answer !== undefined && !style.long;
  const parts = [
    [
      ...wrap(oneLine(report.title), style.width).map(style.bold),
      ...wrap(oneLine(report.subtitle), style.width).map(style.dim),
    ],
    ...alerts.map((block) => blockLines(block, style)),
    answer === undefined ? [] : answerLines(answer, style),
    ...(brief
      ? [tested.flatMap((headline) => claimLine(headline, style))]
      : tested.map((headline) => headlineLines(headline, style))),
    untested === null ? [] : blockLines(untested, style),
    ...(style.long && report.figure !== undefined ? [blockLines(report.figure, style)] : []),
    ...(style.long ? report.blocks.map((block) => blockLines(block, style)) : []),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function answerLines(answer: Answer, style: Style): string[] {
  const inner = style.width - 2;
  const lines = [
    ...wrap(oneLine(answer.question), inner).map(style.dim),
    ...wrap(oneLine(answer.sentence), inner).map(style.bold),
    ...wrap(figureText(answer), inner),
    ...checkedLines(answer).flatMap((line) => wrap(line, inner)),
  ];
  return lines.filter((line) => line !== "").map((line) => `  ${line}`);
}

/** A claim in one line: its verdict and what is claimed. */
function claimLine({ verdict, claim, text }: Headline, style: Style): string[] {
  const { sign, word } = verdictSigns[verdict];
  return hanging(`${sign} ${word}  ${oneLine(claim)}: `, text, style).map((line, index) =>
    index === 0 ? line.replace(`${sign} ${word}`, style.tint(verdict, `${sign} ${word}`)) : line,
  );
}

function headlineLines(headline: Headline, style: Style): string[] {
  const { verdict, estimate } = headline;
  const { sign, word } = verdictSigns[verdict];
  const inner = style.width - 2;
  const claim = oneLine(headline.claim);
  const told = style.tint(verdict, `${sign} ${word}`);
  const fits = columnsOf(`${sign} ${word}  ${claim}`) <= style.width;
  const lines = fits ? [`${told}  ${style.dim(claim)}`] : [told, ...wrap(claim, inner).map(style.dim)];
  lines.push(...wrap(`${oneLine(headline.text)} ${oneLine(headline.sentence)}`, inner));
  if (estimate !== null) {
    const { value, low, high } = estimate;
    const shown = formatEstimate({ estimate: value, low, high, digits: digitsFor(high - low) });
    const label = oneLine(estimate.label);
    lines.push(...wrap(`${shown}${label === "" ? "" : `  ${label}`}`, inner).map(style.bold));
    if ([value, low, high].every(Number.isFinite))
      lines.push(...bar(estimate, verdict, Math.min(56, inner), style));
  }
  const narrower = oneLine(headline.narrower);
  if (narrower !== "") lines.push(...wrap(`Narrower than the claim: ${narrower}`, inner).map(style.dim));
  return lines.map((line, index) => (index === 0 ? line : `  ${line}`));
}

function bar(
  estimate: NonNullable<Headline["estimate"]>,
  verdict: Verdict,
  width: number,
  style: Style,
): string[] {
  const reference = estimate.reference ?? 0;
  const scale = scaleOf([estimate.value, estimate.low, estimate.high, reference]);
  const at = (value: number): number => Math.round(scale.position(value) * (width - 1));
  const cells = Array.from({ length: width }, (_, index) => {
    if (index === at(estimate.value)) return style.tint(verdict, "●");
    const inside = index >= at(estimate.low) && index <= at(estimate.high);
    if (index === at(reference)) return inside ? style.tint(verdict, "┿") : style.dim("│");
    return inside ? style.tint(verdict, "━") : style.dim("·");
  });
  const digits = scale.digits;
  const ends = [scale.low, scale.high].map((end) =>
    (Object.is(end, -0) ? 0 : end).toFixed(digits).replace("-", "−"),
  );
  const left = ends[0] ?? "";
  const right = ends[1] ?? "";
  const middle = [...left.padEnd(width - right.length), ...right];
  const mark = reference.toFixed(digits).replace("-", "−");
  const from = at(reference) - Math.floor(mark.length / 2);
  // The reference is named only where it does not run into an end's number.
  if (from > left.length && from + mark.length < width - right.length)
    middle.splice(from, mark.length, ...mark);
  return [cells.join(""), style.dim(middle.join(""))];
}

function blockLines(block: Block, style: Style): string[] {
  const text = (words: string): string[] => wrap(oneLine(words), style.width);
  switch (block.kind) {
    case "heading": {
      const lines = text(block.text);
      return [...lines.map(style.bold), style.dim("─".repeat(Math.min(style.width, 72)))];
    }
    case "paragraph":
      return text(block.text);
    case "callout":
      return callout(block.tone, block.text, style);
    case "table":
      return [...text(block.caption), ...tableLines(block, style.width, style)];
    case "figure":
      return text(`[figure] ${block.caption} ${block.alt}`).map(style.dim);
    case "facts":
      return block.rows.flatMap(({ name, value }) => hanging(`${oneLine(name)}: `, value, style));
    case "list":
      return block.items.flatMap((item) => hanging("• ", item, style));
    case "links":
      return block.links.flatMap(({ text: name, file }) => hanging(`${oneLine(name)}: `, file, style));
    case "details":
      return style.long
        ? [
            ...text(`▾ ${block.summary}`).map(style.bold),
            ...block.blocks.flatMap((inner) => ["", ...blockLines(inner, style)]),
          ]
        : text(`▸ ${block.summary}`).map(style.dim);
    case "code":
      return plainText(block.text)
        .replaceAll("\t", "  ")
        .split("\n")
        .flatMap((line) => chopped(line, style.width - 4).map((part) => `    ${part}`));
  }
}

function callout(tone: "note" | "warning" | "failure", text: string, style: Style): string[] {
  const sign = { note: "note: ", warning: "! warning: ", failure: "✗ failure: " }[tone];
  const lines = hanging(sign, text, style, 2);
  if (tone === "note") return lines;
  return lines.map((line) => style.tint(tone === "warning" ? "warning" : "invalid", line));
}

function hanging(lead: string, text: string, style: Style, indent = 2): string[] {
  const lines = wrap(`${lead}${oneLine(text)}`, style.width - indent);
  return lines.map((line, index) => (index === 0 ? line : " ".repeat(indent) + line));
}
