import type { Block } from "../../../../report/blocks.ts";
import { formatCount } from "../../../../report/format.ts";
import { facts, heading, paragraph } from "../../../../report/write.ts";
import { intervalWords, kinWords } from "../panel/words.ts";
import type { KindOutcome } from "./result.ts";

/** What the comparison of scorers says. */
export function kindBlocks({
  kind,
  reason,
  effects,
  near,
  nearKin,
  other,
  candidate,
  rows,
}: KindOutcome): Block[] {
  return [
    heading("Which scorers see it?"),
    facts(
      ["verdict", `${kind}: ${reason}`],
      ...(candidate === null ? [] : [["candidate", `${candidate}, on ${formatCount(rows)} rows`] as const]),
      ...(effects === null
        ? []
        : [
            [`${near ?? ""} (${kinWords[nearKin ?? "relative"]})`, intervalWords(effects.near, 2)] as const,
            [`${other ?? ""} (${kinWords.other})`, intervalWords(effects.other, 2)] as const,
            ["difference", intervalWords(effects.difference, 2)] as const,
          ]),
    ),
    paragraph(
      "Effects are in units of each scorer's own mean response to the panel's plants. No verdict here is proof that a student would take the influence over.",
    ),
  ];
}
