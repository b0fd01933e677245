import type { Block } from "../../../report/blocks.ts";
import { details, heading, table } from "../../../report/write.ts";
import type { SanityFinding } from "../../../sanity/finding.ts";

/** What was looked at in the runs before any figure: faults first, what is sound folded away. */
export function sanityBlocks(sanity: readonly SanityFinding[]): Block[] {
  const faults = sanity.filter(({ state }) => state === "yes");
  const sound = sanity.filter(({ state }) => state !== "yes");
  const found = (caption: string, findings: readonly SanityFinding[]): Block =>
    table(
      caption,
      ["looked for", "what was seen, and what follows", "no verdict on"],
      findings.map(({ what, says, blocks }) => [what, says, blocks.join(", ") || "–"]),
    );
  return [
    heading("The runs, before any figure"),
    ...(faults.length === 0
      ? []
      : [found("Found in the runs; what it takes a verdict from stands beside it.", faults)]),
    ...(sound.length === 0
      ? []
      : [
          details(
            `${sound.length} faults looked for and not found`,
            found("Looked for and not found.", sound),
          ),
        ]),
  ];
}
