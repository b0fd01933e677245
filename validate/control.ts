import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { sha256 } from "../src/core/json.ts";
import { type KeptScore, parseScoreTable } from "../src/scoring/score-table.ts";

/** A result that is made in one go: what is said of sets whose plants are known. */
export interface Control {
  readonly kind: "control";
  readonly name: string;
  /** Why it cannot be made here, in words; null where it can. */
  lacks(): string | null;
  /** Makes what is to be committed; `say` takes lines of progress. */
  make(say: (line: string) => void): Promise<object>;
}

/** A score table that is committed, packed. */
export interface PackedScores {
  readonly scores: readonly KeptScore[];
  /** SHA-256 of the unpacked text. */
  readonly sha256: string;
}

/** Reads one. */
export function packedScores(file: URL): PackedScores {
  const text = gunzipSync(readFileSync(file)).toString("utf8");
  return { scores: parseScoreTable(text, file.pathname), sha256: sha256(text) };
}
