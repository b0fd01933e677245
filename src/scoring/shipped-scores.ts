import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { sha256 } from "../core/json.ts";
import type { RowScore } from "./score-block.ts";
import { pairName, parseScoreTable } from "./score-table.ts";

/** A row's score under a system prompt, both by their hashes, where it is known without asking the model. */
export type KnownScore = (row: string, system: string) => RowScore | undefined;

/** Where scores of the panel's own rows lie. */
export const scoresFolder: URL = new URL("../../assets/panel/scores/", import.meta.url);

/** A table that ships. */
export interface ShippedTable {
  readonly model: string;
  /** SHA-256 of the model file that scored. */
  readonly fingerprint: string;
  readonly file: string;
  /** SHA-256 of the unpacked table. */
  readonly sha256: string;
}

const listed: z.ZodType<readonly ShippedTable[]> = z.array(
  z.strictObject({ model: z.string(), fingerprint: z.string(), file: z.string(), sha256: z.string() }),
);

/** Tables by folder and fingerprint of the model file, read once. */
const tables = new Map<string, KnownScore>();
const nothing: KnownScore = () => undefined;

/**
 * Scores of the panel's rows by the model file of that SHA-256, made beforehand with the same code; nothing is known of other files.
 *
 * @param fingerprint SHA-256 of the model file; null for a model without one
 * @param folder address of the folder of tables, ending in a slash
 * @throws CredenceError `input` where a table is not the one that the list names
 */
export function shippedScores(fingerprint: string | null, folder: URL = scoresFolder): KnownScore {
  if (fingerprint === null) return nothing;
  const name = `${folder.href} ${fingerprint}`;
  const read = tables.get(name) ?? tableOf(fingerprint, folder);
  tables.set(name, read);
  return read;
}

function tableOf(fingerprint: string, folder: URL): KnownScore {
  const entry = shippedTables(folder).find((one) => one.fingerprint === fingerprint);
  if (entry === undefined) return nothing;
  const file = new URL(entry.file, folder);
  const text = gunzipSync(readFileSync(file)).toString("utf8");
  if (sha256(text) !== entry.sha256) {
    throw new CredenceError("input", "the panel's scores are not those that were shipped", {
      where: file.pathname,
      fix: "Install the package again, or score the panel's rows anew with --rescore.",
    });
  }
  const scores = new Map(
    parseScoreTable(text, file.pathname).map(({ row, system, mean, tokens }) => [
      pairName(row, system),
      { mean, tokens },
    ]),
  );
  return (row, system) => scores.get(pairName(row, system));
}

/** The list of tables that ship. */
export function shippedTables(folder: URL = scoresFolder): readonly ShippedTable[] {
  return listed.parse(JSON.parse(readFileSync(new URL("index.json", folder), "utf8")));
}
