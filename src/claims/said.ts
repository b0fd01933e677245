import type { ClaimResult, ClaimSentence } from "./claim.ts";

/** Claims with their sentences, by claim id; a claim without one says its own text alone. */
export function withSentences(
  claims: readonly ClaimResult[],
  sentences: Readonly<Record<string, ClaimSentence>>,
): readonly ClaimResult[] {
  return claims.map((claim) => {
    const said = sentences[claim.id];
    return said === undefined ? claim : { ...claim, said };
  });
}
