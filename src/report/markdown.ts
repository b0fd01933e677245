import type { Answer } from "../claims/answer.ts";
import { checkedLines, figureText } from "./answer.ts";
import type { Block, Headline, Report } from "./blocks.ts";
import { type ShownCell, showTable } from "./cells.ts";
import { oneLine, plainText } from "./escape.ts";
import { digitsFor, formatEstimate } from "./format.ts";
import { claimsOf } from "./headline.ts";
import { verdictSigns } from "./verdicts.ts";

const tones = { note: "Note", warning: "Warning", failure: "Failure" } as const;

/**
 * A report as GitHub-flavoured Markdown, complete in itself: figures are their captions and descriptions. No text of
 * the report becomes markup, HTML, a link or a mention.
 */
export function renderMarkdown(report: Report): string {
  const numbers = { tables: 0, figures: 0 };
  const { answer, alerts = [], figure, blocks } = report;
  const { tested, untested } = claimsOf(report);
  const parts = [
    `# ${escapeMarkdown(report.title)}`,
    escapeMarkdown(report.subtitle),
    ...alerts.flatMap((block) => blockLines(block, numbers, 2)),
    ...(answer === undefined ? [] : answerParts(answer)),
    ...(figure === undefined ? [] : blockLines(figure, numbers, 2)),
    ...tested.map(headline),
    ...(untested === null ? blocks : [untested, ...blocks]).flatMap((block) => blockLines(block, numbers, 2)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function answerParts(answer: Answer): string[] {
  const checked = checkedLines(answer).map((line) => `- ${escapeMarkdown(line)}`);
  return [
    escapeMarkdown(answer.question),
    `**${escapeMarkdown(answer.sentence)}**`,
    escapeMarkdown(figureText(answer)),
    checked.join("\n"),
  ];
}

function headline({ claim, verdict, text, sentence, narrower, estimate }: Headline): string {
  const { sign, word } = verdictSigns[verdict];
  const lines = [
    `**${sign} ${word}** (${escapeMarkdown(claim)})`,
    escapeMarkdown(`${oneLine(text)} ${oneLine(sentence)}`),
  ];
  if (estimate !== null) {
    const { value, low, high, label, interval = "95% interval" } = estimate;
    const shown = formatEstimate({ estimate: value, low, high, digits: digitsFor(high - low) });
    lines.push(
      `Estimate with ${escapeMarkdown(interval)}: **${shown}**${label === "" ? "" : `, ${escapeMarkdown(label)}`}`,
    );
  }
  if (narrower.trim() !== "") lines.push(`Narrower than the claim: ${escapeMarkdown(narrower)}`);
  return lines.map((line) => `> ${line}`).join("\n>\n");
}

function blockLines(block: Block, numbers: { tables: number; figures: number }, level: number): string[] {
  switch (block.kind) {
    case "heading":
      return [`${"#".repeat(level)} ${escapeMarkdown(block.text)}`];
    case "paragraph":
      return [escapeMarkdown(block.text)];
    case "callout":
      return [`> **${tones[block.tone]}.** ${escapeMarkdown(block.text)}`];
    case "table": {
      numbers.tables++;
      const shown = showTable(block);
      const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
      return [
        `**Table ${numbers.tables}.** ${escapeMarkdown(block.caption)}`,
        [
          row(shown.columns.map(({ title }) => escapeMarkdown(title))),
          row(shown.columns.map(({ right }) => (right ? "---:" : ":---"))),
          ...shown.rows.map((cells) => row(cells.map(cellText))),
        ].join("\n"),
        [
          ...shown.columnNotes.map(
            ({ title, note }) => `- ${escapeMarkdown(title)}: ${escapeMarkdown(note)}`,
          ),
          ...shown.absences.map(({ mark, reason }) => `- (${mark}) ${escapeMarkdown(reason)}`),
        ].join("\n"),
      ];
    }
    case "figure":
      numbers.figures++;
      return [
        `**Figure ${numbers.figures}.** ${escapeMarkdown(block.caption)}`,
        `*${escapeMarkdown(block.alt)}*`,
      ];
    case "facts":
      return [
        block.rows
          .map(({ name, value }) => `- **${escapeMarkdown(name)}**: ${escapeMarkdown(value)}`)
          .join("\n"),
      ];
    case "list":
      return [block.items.map((item) => `- ${escapeMarkdown(item)}`).join("\n")];
    case "links":
      return [
        block.links.map(({ text, file }) => `- ${escapeMarkdown(text)}: ${escapeMarkdown(file)}`).join("\n"),
      ];
    case "details":
      return [
        `${"#".repeat(level + 1)} ${escapeMarkdown(block.summary)}`,
        ...block.blocks.flatMap((inner) => blockLines(inner, numbers, level + 2)),
      ];
    case "code": {
      const text = plainText(block.text);
      const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
      return [`${fence}\n${text}\n${fence}`];
    }
  }
}

function cellText(cell: ShownCell): string {
  if (cell.mark !== null) return `– (${cell.mark})`;
  if (cell.interval !== null) return `${cell.text} ${cell.interval}`;
  return escapeMarkdown(cell.text);
}

/** Text on one line in which nothing is markup. Words that would become links or mentions are set as code. */
function escapeMarkdown(text: string): string {
  return oneLine(text)
    .split(" ")
    .map((word, index) => (linking.test(word) ? code(word) : escapeWord(word, index === 0)))
    .join(" ");
}

// Addresses, mail and mentions, and numbers of issues: renderers link them without any markup, also when escaped.
const linking = /:\/\/|www\.|@|#\d|^\W*(?:javascript|data|mailto|xmpp|file|vbscript):/i;

function escapeWord(word: string, first: boolean): string {
  const escaped = word.replace(/[\\`*_[\]<>&|~#$!]/g, "\\$&");
  // Alone at the start of a line these open lists, rules and headings.
  return first
    ? escaped.replace(/^[+\-=]+$|^\d+[.)]$/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`)
    : escaped;
}

function code(word: string): string {
  const fence = "`".repeat(longestRun(word) + 1);
  const pad = word.startsWith("`") || word.endsWith("`") ? " " : "";
  return `${fence}${pad}${word.replaceAll("|", "\\|")}${pad}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
