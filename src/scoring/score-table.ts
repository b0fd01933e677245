import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { sha256 } from "../core/json.ts";

/** A row's mean log-probability under one system prompt, kept by content: a table may be added to, and nothing is scored twice. */
export interface KeptScore {
  /** `rowHash` of the row. */
  readonly row: string;
  /** Beginning of the SHA-256 of the system prompt. */
  readonly system: string;
  /** Nats a token. */
  readonly mean: number;
  readonly tokens: number;
}

const scoreSchema: z.ZodType<KeptScore> = z.strictObject({
  row: z.string(),
  system: z.string(),
  mean: z.number(),
  tokens: z.int().positive(),
});

/**
 * Reads a score table, one JSON object a line.
 *
 * @throws CredenceError `input` with the line that is none
 */
export function parseScoreTable(text: string, file: string): readonly KeptScore[] {
  const out: KeptScore[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      value = undefined;
    }
    const read = scoreSchema.safeParse(value);
    if (!read.success) {
      throw new CredenceError("input", "no line of a score table", {
        where: `${file}:${at + 1}`,
        fix: "Delete the line: what it held is scored again.",
      });
    }
    out.push(read.data);
  }
  return out;
}

/** One line of a table. */
export function writeScore({ row, system, mean, tokens }: KeptScore): string {
  return `${JSON.stringify({ row, system, mean: Number(mean.toPrecision(9)), tokens })}\n`;
}

/** Names a system prompt in a table. */
export function systemHash(system: string): string {
  return sha256(system).slice(0, 24);
}

/** Names a pair of row and system prompt, both by their hashes. */
export function pairName(row: string, system: string): string {
  return `${row} ${system}`;
}
