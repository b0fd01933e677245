import type { Block } from "../../../../report/blocks.ts";
import { formatCount } from "../../../../report/format.ts";
import { intervalWords, kinWords } from "../panel/words.ts";
import type { KindOutcome } from "./result.ts";

/** What the comparison of scorers says. */
export function kindBlocks(kind: KindOutcome): Block[] {
  const { effects, near, nearKin, other, candidate, rows } = kind;
  return [
    { kind: "heading", text: "Which scorers see it?" },
    {
      kind: "facts",
      rows: [
        { name: "verdict", value: `${kind.kind}: ${kind.reason}` },
        ...(candidate === null
          ? []
          : [{ name: "candidate", value: `${candidate}, on ${formatCount(rows)} rows` }]),
        ...(effects === null
          ? []
          : [
              {
                name: `${near ?? ""} (${nearKin === null ? "" : kinWords[nearKin]})`,
                value: intervalWords(effects.near, 2),
              },
              { name: `${other ?? ""} (${kinWords.other})`, value: intervalWords(effects.other, 2) },
              { name: "difference", value: intervalWords(effects.difference, 2) },
            ]),
      ],
    },
    {
      kind: "paragraph",
      text: "Effects are in units of each scorer's own mean response to the panel's plants. No verdict here is proof that a student would take the influence over.",
    },
  ];
}
