import type { Block, Cell } from "../../../report/blocks.ts";
import { formatNumber } from "../../../report/format.ts";
import type { AuditResults, ReadSet } from "../results.ts";

/** How often each test cries out where nothing differs. */
export function falseAlarmBlocks({ falseAlarms }: AuditResults): Block[] {
  if (falseAlarms.length === 0) return [];
  return [
    { kind: "heading", text: "False alarms: clean against clean" },
    {
      kind: "table",
      caption:
        "Share of splits in which a test cried out though nothing differs, with exact 95% intervals. A test of good faith holds its level; more splits (--splits) make the intervals narrower.",
      columns: [
        { title: "test" },
        { title: "splits", align: "right" },
        { title: "at 1%", align: "right" },
        { title: "at 5%", align: "right" },
        { title: "what was split" },
      ],
      rows: falseAlarms.map(({ test, splits, at, about }): Cell[] => [
        test,
        { number: splits, digits: 0 },
        ...[0.01, 0.05].map((level): Cell => {
          const found = at.find((one) => one.level === level);
          return found === undefined
            ? { absent: "not counted" }
            : { estimate: found.rate, low: found.low, high: found.high, digits: 3 };
        }),
        about,
      ]),
    },
  ];
}

/** What was read, and what was left out. */
export function inputBlocks({ about }: AuditResults): Block[] {
  const row = (kind: string, { name, counts, used, shared, sha256 }: ReadSet): Cell[] => [
    `${name} (${kind})`,
    { number: counts.read, digits: 0 },
    Object.entries(counts.forms)
      .map(([form, count]) => `${form} ${formatNumber(count, 0)}`)
      .join(", "),
    { number: counts.withoutAnswer, digits: 0 },
    { number: counts.blank, digits: 0 },
    { number: counts.duplicates, digits: 0 },
    { number: used, digits: 0 },
    kind === "reference" ? "" : { number: shared, digits: 0 },
    sha256.slice(0, 16),
  ];
  return [
    { kind: "heading", text: "What was read" },
    {
      kind: "table",
      caption: "Files, and what was left out of them.",
      columns: [
        { title: "file" },
        { title: "rows", align: "right" },
        { title: "forms" },
        { title: "without answer", align: "right" },
        { title: "blank", align: "right" },
        { title: "duplicates", align: "right" },
        { title: "used", align: "right" },
        { title: "prompts shared", align: "right" },
        { title: "SHA-256" },
      ],
      rows: [
        ...about.suspects.map((set) => row("suspect", set)),
        ...(about.reference === null ? [] : [row("reference", about.reference)]),
      ],
    },
    ...(about.notes.length === 0 ? [] : [{ kind: "list", items: about.notes } satisfies Block]),
  ];
}
