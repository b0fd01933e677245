import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { sha256 } from "../../src/core/json.ts";
import type { Model } from "../../src/models/model.ts";
import {
  blockRequest,
  rowHash,
  type ScoredRow,
  scoreBlock,
  scoreBlocks,
} from "../../src/scoring/score-block.ts";
import { pairName, parseScoreTable, systemHash, writeScore } from "../../src/scoring/score-table.ts";
import { scoresFolder } from "../../src/scoring/shipped-scores.ts";

/**
 * Where scores of a model are kept while they are made. A table that this machine lacks begins with the one that is committed: what was
 * scored anywhere is scored nowhere again.
 */
export function scoresFile(what: string, model: string): string {
  const name = `${what}-${model}.jsonl`;
  const file = join(homedir(), ".cache", "credence", "panel", name);
  const packed = packedFile(name);
  if (!existsSync(file) && existsSync(packed)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, gunzipSync(readFileSync(packed)));
  }
  return file;
}

/**
 * Packs a table, rows side by side so that it packs well.
 *
 * @returns file name and hash of the text that was packed
 */
export function packScores(file: string): { readonly file: string; readonly sha256: string } {
  const text = `${wholeLines(file).trimEnd().split("\n").sort().join("\n")}\n`;
  const packed = packedFile(basename(file));
  writeFileSync(packed, gzipSync(text, { level: 9 }));
  return { file: basename(packed.pathname), sha256: sha256(text) };
}

/** Scores of the panel's own rows ship with it, others are kept for the record. */
function packedFile(name: string): URL {
  const folder = name.startsWith("scores-")
    ? scoresFolder
    : new URL("../../validate/scores/", import.meta.url);
  return new URL(`${name}.gz`, folder);
}

/** Text up to its last whole line: what an interrupted writer left behind it is dropped. */
export function wholeLines(file: string): string {
  const text = readFileSync(file, "utf8");
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

/**
 * Scores rows under system prompts into a table, one line a pair. Pairs that the table, or one of `known`, holds already are not scored
 * again.
 *
 * @param how.block rows of a block, `how.lanes` blocks at once
 */
export async function scoreRows(
  rows: readonly ScoredRow[],
  systems: readonly string[],
  model: Model,
  out: string,
  how: { readonly block: number; readonly lanes: number; readonly dryRun: boolean },
): Promise<void> {
  mkdirSync(dirname(out), { recursive: true });
  const known = new Set<string>();
  if (existsSync(out)) {
    const whole = wholeLines(out);
    writeFileSync(out, whole);
    for (const { row, system } of parseScoreTable(whole, out)) known.add(pairName(row, system));
  }
  const waiting = scoreBlocks(rows, systems, how.block)
    .map((block) => ({
      ...block,
      rows: block.rows.filter((row) => !known.has(pairName(rowHash(row), systemHash(block.system)))),
    }))
    .filter((block) => block.rows.length > 0);
  const { tokensInTurn } = model.capabilities;
  let announced = 0;
  for (const block of waiting) {
    const planned = await tokensInTurn?.(blockRequest(block));
    announced += planned?.ok === true ? planned.value.evaluated : Number.NaN;
  }
  process.stderr.write(
    `${waiting.length} blocks, ${waiting.reduce((n, b) => n + b.rows.length, 0)} scores, ${announced} tokens\n`,
  );
  if (how.dryRun) return;
  let evaluated = 0;
  let next = 0;
  let done = 0;
  const began = performance.now();
  const lane = async (): Promise<void> => {
    for (;;) {
      const block = waiting[next++];
      if (block === undefined) return;
      const scored = await scoreBlock(model.capabilities, block);
      if (!scored.ok) throw new Error(scored.missing.reason);
      for (const { uncachedInput } of scored.usages) evaluated += uncachedInput ?? Number.NaN;
      const lines = block.rows.map((row, i) => {
        const score = scored.value.rows[i];
        if (score === undefined || "missing" in score) return "";
        return writeScore({ row: rowHash(row), system: systemHash(block.system), ...score });
      });
      appendFileSync(out, lines.join(""));
      if (++done % 10 > 0) continue;
      const seconds = (performance.now() - began) / 1000;
      const left = Math.round(((announced - evaluated) * seconds) / evaluated);
      process.stderr.write(
        `${done} of ${waiting.length} blocks, ${Math.round(evaluated / seconds)} tokens/s, about ${left} s left\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: how.lanes }, lane));
  const seconds = (performance.now() - began) / 1000;
  process.stderr.write(
    `announced ${announced} tokens, evaluated ${evaluated}, ${Math.round(evaluated / seconds)} tokens/s\n`,
  );
}
