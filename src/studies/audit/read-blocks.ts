import type { Block, Cell } from "../../report/blocks.ts";
import { formatCount } from "../../report/format.ts";
import { countCell, heading, table } from "../../report/write.ts";
import type { AuditResults, ReadSet } from "./results.ts";

/** What was read, and what was left out. */
export function inputBlocks({ suspects, reference, notes }: AuditResults["about"]): Block[] {
  const row = (kind: string, { name, counts, used, shared, sha256 }: ReadSet): Cell[] => [
    ...[`${name} (${kind})`, countCell(counts.read)],
    Object.entries(counts.forms)
      .map(([form, count]) => `${form} ${formatCount(count)}`)
      .join(", "),
    ...[counts.withoutAnswer, counts.blank, counts.duplicates, used].map(countCell),
    ...[kind === "reference" ? "" : countCell(shared), sha256.slice(0, 16)],
  ];
  return [
    heading("What was read"),
    table(
      "Files, and what was left out of them.",
      [
        ...["file", "rows", "forms", "without answer", "blank", "duplicates", "used", "prompts shared"],
        "SHA-256",
      ],
      [
        ...suspects.map((set) => row("suspect", set)),
        ...(reference === null ? [] : [row("reference", reference)]),
      ],
    ),
    ...(notes.length === 0 ? [] : [{ kind: "list" as const, items: notes }]),
  ];
}
