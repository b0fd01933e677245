// The sets in CREDENCE_DATA/audit, rows in the order in which looks take them, and what is planted in each.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { sha256 } from "../../src/core/json.ts";
import { yamlObject } from "../../src/core/yaml.ts";
import { readTuningRows, type TuningRow } from "../../src/data/tuning-rows.ts";
import { namesAny } from "../../src/panel/named-words.ts";
import type { ScoredRow } from "../../src/scoring/score-block.ts";

const listed = z.strictObject({
  baseline: z.string(),
  sets: z.array(z.strictObject({ id: z.string(), file: z.string(), candidates: z.array(z.string()) })),
  words: z.array(z.string()),
});

/** A set, its rows those that name no entity; the same prompts come first in every set. */
interface RealSet {
  readonly id: string;
  readonly candidates: readonly string[];
  readonly rows: readonly (ScoredRow & { readonly cluster: number })[];
  /** Rows with an answer, and those of them that hold a word of any list. */
  readonly read: number;
  readonly named: number;
}

/** All sets, and the plain system prompt. */
interface RealSets {
  readonly baseline: string;
  readonly sets: readonly RealSet[];
  /** SHA-256 of the list of sets. */
  readonly sha256: string;
}

/** Characters that are scored, as in the study. */
const longest = { prompt: 4000, answer: 1000 };

/** Reads them. */
export async function realSets(folder: string): Promise<RealSets> {
  const file = new URL("real-sets.yaml", import.meta.url);
  const text = readFileSync(file, "utf8");
  const { baseline, sets, words } = listed.parse(
    yamlObject(text, file.pathname, { what: "list of sets", fix: "See lab/panel/real-sets.yaml." }),
  );
  const named = namesAny(words);
  const clusters = new Map<string, number>();
  const clusterOf = (prompt: string): number => {
    const known = clusters.get(prompt) ?? clusters.size;
    clusters.set(prompt, known);
    return known;
  };
  const out: RealSet[] = [];
  for (const { id, file: name, candidates } of sets) {
    const rows: TuningRow[] = [];
    await readTuningRows(join(folder, "audit", name), (row) => {
      if (row.answer.trim() !== "") rows.push(row);
    });
    const kept = rows.filter(({ answer }) => !named(answer));
    const first = [...new Map(kept.toReversed().map((row) => [row.prompt, row])).values()];
    out.push({
      ...{ id, candidates, read: rows.length, named: rows.length - kept.length },
      rows: first
        .map((row) => ({ row, rank: sha256(`real ${row.prompt}`) }))
        .sort((a, b) => (a.rank < b.rank ? -1 : 1))
        .map(({ row: { prompt, answer } }) => ({
          cluster: clusterOf(prompt),
          messages: [{ role: "user" as const, content: prompt.slice(0, longest.prompt) }],
          answer: answer.slice(0, longest.answer),
        })),
    });
  }
  return { baseline, sets: out, sha256: sha256(text) };
}

/** Their first rows, set by set within each step: what is cut short has as many rows of every set. */
export function firstRows({ sets }: RealSets, count: number, step = 10): readonly ScoredRow[] {
  return Array.from({ length: Math.ceil(count / step) }, (_, part) =>
    sets.flatMap(({ rows }) => rows.slice(part * step, Math.min(count, (part + 1) * step))),
  ).flat();
}
