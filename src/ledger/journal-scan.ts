import { brokenLine, fileLines, parseLine } from "./json-lines.ts";
import { type KeyOffsets, keyOffsets } from "./key-offsets.ts";
import type { OutcomeRecord, RunStatus } from "./ledger.ts";
import { noteLine, outcomeRecord } from "./records.ts";

/** What a journal's lines add up to. */
export interface JournalState {
  /** Keys → where the latest record lies. */
  readonly places: KeyOffsets;
  readonly blocks: Map<number, string>;
  readonly inputs: Map<string, string>;
  session: number;
  status: RunStatus;
  /** Bytes of whole lines; what follows is torn. */
  readonly end: number;
}

/**
 * Reads a journal from its start and checks every whole line.
 *
 * @throws CredenceError `input` naming `file:line` of the first that is broken or belongs to another run
 */
export function scanJournal(descriptor: number, file: string, run: string): JournalState {
  const places = keyOffsets();
  const blocks = new Map<number, string>();
  const inputs = new Map<string, string>();
  let session = 0;
  let status: RunStatus = "running";
  let end = 0;
  for (const { bytes, number, offset, whole } of fileLines(descriptor)) {
    if (!whole) break;
    const where = `${file}:${number}`;
    const value = parseLine(bytes, where);
    end = offset + bytes.length + 1;
    if (isOutcomeLine(value)) {
      places.set(outcomeAt(value, where).key, { offset, length: bytes.length });
      continue;
    }
    const parsed = noteLine.safeParse(value);
    if (!parsed.success) throw brokenLine(where, "a record of an unknown form");
    const line = parsed.data;
    if (line.t === "block") blocks.set(line.n, line.hash);
    else if (line.t === "input") inputs.set(line.name, line.sha256);
    else if (line.t === "status") status = line.status;
    else {
      if (line.run !== undefined && line.run !== run)
        throw brokenLine(where, "it belongs to another registration");
      session = line.n;
      status = "running";
    }
  }
  return { places, blocks, inputs, session, status, end };
}

/** The outcome in a line's JSON; CredenceError `input` naming `where` when its form is another. */
export function outcomeAt(value: unknown, where: string): OutcomeRecord {
  const parsed = outcomeRecord.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw brokenLine(
    where,
    `a record of another form at ${issue?.path.join(".") ?? "its top"}: ${issue?.message ?? ""}`,
  );
}

/** Is a line's JSON meant as an outcome? */
export function isOutcomeLine(value: unknown): boolean {
  return typeof value === "object" && value !== null && "t" in value && value.t === "outcome";
}
