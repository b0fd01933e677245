import { reasonOf } from "../core/error.ts";
import { brokenLine, fileLines, parseLine } from "./json-lines.ts";
import { type KeyOffsets, keyOffsets } from "./key-offsets.ts";
import type { OutcomeRecord, RunStatus } from "./ledger.ts";
import { noMark, readMark } from "./line-chain.ts";
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
  /** Whole lines, and the mark of the last; null where none carries one, as in journals of early versions. */
  lines: number;
  mark: string | null;
  /** Lines that were changed, put in or taken out after they were written, or cannot be read. */
  readonly faults: readonly JournalFault[];
}

/** What is wrong with a line of a journal. */
interface JournalFault {
  readonly line: number;
  readonly what: string;
}

/**
 * Reads a journal from its start and checks every whole line and its mark. A line that cannot be read is passed over and named: what it held is lost, and
 * measured again by whoever goes on.
 *
 * @throws CredenceError `input` naming `file:line` where the journal belongs to another run
 */
export function scanJournal(descriptor: number, file: string, run: string): JournalState {
  const places = keyOffsets();
  const blocks = new Map<number, string>();
  const inputs = new Map<string, string>();
  const faults: JournalFault[] = [];
  let session = 0;
  let status: RunStatus = "running";
  let end = 0;
  let lines = 0;
  let mark: string | null = null;
  for (const { bytes, number, offset, whole } of fileLines(descriptor)) {
    if (!whole) break;
    const where = `${file}:${number}`;
    end = offset + bytes.length + 1;
    lines = number;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
    const read = readMark(mark ?? noMark, text);
    if (read === null && mark !== null)
      faults.push({ line: number, what: "it carries no mark: it was put in or changed by hand" });
    if (read?.fits === false)
      faults.push({
        line: number,
        what: `it, or a line before it, was changed after it was written${trialOf(text)}`,
      });
    mark = read?.mark ?? mark;
    const value = readable(bytes, where, faults, number);
    if (value === undefined) continue;
    if (isOutcomeLine(value)) {
      const outcome = outcomeRecord.safeParse(value);
      if (outcome.success) places.set(outcome.data.key, { offset, length: bytes.length });
      else
        faults.push({ line: number, what: `a record of another form: its outcome is lost${trialOf(text)}` });
      continue;
    }
    const parsed = noteLine.safeParse(value);
    if (!parsed.success) {
      faults.push({ line: number, what: "a record of an unknown form" });
      continue;
    }
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
  return { places, blocks, inputs, session, status, end, lines, mark, faults };
}

/** A line's JSON; undefined, and a fault, where it is none. */
function readable(bytes: Uint8Array, where: string, faults: JournalFault[], line: number): unknown {
  try {
    return parseLine(bytes, where);
  } catch (error) {
    faults.push({
      line,
      what: `it cannot be read, and what it held is lost (${reasonOf(error).replace("the line is broken: ", "")})`,
    });
    return undefined;
  }
}

/** Which trial a line is about, as far as it can be told. */
function trialOf(text: string): string {
  const part = (name: string): string => new RegExp(`"${name}":"([^"]{1,40})`).exec(text)?.[1] ?? "";
  const [arm, item] = [part("arm"), part("item")];
  return arm === "" && item === "" ? "" : ` (arm ${arm}, item ${item.slice(0, 12)})`;
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
