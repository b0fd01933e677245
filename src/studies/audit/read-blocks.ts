import type { Block, Cell } from "../../report/blocks.ts";
import { formatNumber } from "../../report/format.ts";
import type { AuditResults, ReadSet } from "./results.ts";

/** What was read, and what was left out. */
export function inputBlocks({ suspects, reference, notes }: AuditResults["about"]): Block[] {
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
        ...suspects.map((set) => row("suspect", set)),
        ...(reference === null ? [] : [row("reference", reference)]),
      ],
    },
    ...(notes.length === 0 ? [] : [{ kind: "list", items: notes } satisfies Block]),
  ];
}
