import { statSync } from "node:fs";
import { CredenceError } from "../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { AgentRun } from "../core/message.ts";
import { chatRun } from "../data/chat-runs.ts";
import { firstBytes, kindOf } from "../data/detect/kinds.ts";
import { fieldCounts, type LabelField, labelsAmong } from "../data/label-fields.ts";
import { readRecords } from "../data/records.ts";
import { readFileRuns } from "../data/runs.ts";
import { quotedTranscript, runText } from "../data/transcript.ts";
import { type Taught, taughtBy } from "../data/tuning-forms.ts";
import { unreadCounts } from "../data/unread-counts.ts";
import { isInspectLog } from "../data/wrapped-lists.ts";
import type { FileLook } from "./file-look.ts";
import { findingsOn } from "./findings.ts";
import { partsOf } from "./parts.ts";
import { evenSample } from "./sample.ts";
import { seriesIn } from "./series.ts";
import { textMark } from "./text-mark.ts";

/** Records after which it is settled what they are. */
const settled = 50;

/** Looks at one file: what holds it, what its records are, what they say of themselves. */
export async function lookAtFile(file: string): Promise<FileLook> {
  const seen = watcher();
  if (kindOf(firstBytes(file))?.id === "zip" || file.endsWith(".eval")) {
    const { runs, notes, bad, container } = await readFileRuns(file, { unread: seen.unread });
    for (const run of runs) seen.run(run);
    return seen.done(file, container, [...notes, ...bad.map(({ message }) => message)]);
  }
  let log = false;
  const { container } = await readRecords(file, {
    bad: seen.bad,
    take: (value, where, number) => {
      if (number === 0 && isInspectLog(value)) log = true;
      else seen.record(value, where);
    },
  });
  if (log) {
    const { runs, notes, bad, container: named } = await readFileRuns(file, { unread: seen.unread });
    for (const run of runs) seen.run(run);
    return seen.done(file, named, [...notes, ...bad.map(({ message }) => message)]);
  }
  return seen.done(file, container, []);
}

/** Sees records pass by: holds counts, hashes, a small sample, and nothing else. */
function watcher(): {
  readonly unread: (what: string) => void;
  readonly bad: (error: CredenceError) => void;
  readonly record: (value: Json, where: string) => void;
  readonly run: (run: AgentRun) => void;
  readonly done: (file: string, container: string, notes: readonly string[]) => Promise<FileLook>;
} {
  const unread = unreadCounts();
  const counts = fieldCounts();
  const hashes = new Set<number>();
  const sample = evenSample<{ readonly text: string; readonly fields: JsonObject }>();
  const bad: CredenceError[] = [];
  let [runs, rows, acting, taught, copies, records] = [0, 0, 0, 0, 0, 0];
  let first: readonly string[] = [];
  let wrong = 0;
  let table: JsonObject | null = null;
  const keep = (text: string, fields: JsonObject): void => {
    const mark = textMark(text);
    if (hashes.has(mark)) copies++;
    else hashes.add(mark);
    counts.take(fields);
    sample.take(() => ({ text, fields }), text.length);
  };
  const run = (one: AgentRun): void => {
    if (runs++ === 0) first = shownRun(one);
    if (one.tools !== undefined || one.messages.some(({ role }) => role === "tool")) acting++;
    keep(runText(one), one.fields);
  };
  const row = ({ prompt, answer, form }: Taught, value: JsonObject): void => {
    if (rows++ === 0)
      first = [`form    ${form}`, `prompt  ${short(prompt)}`, `answer  ${short(answer ?? "(none)")}`];
    if (answer !== null) taught++;
    keep(`${prompt}\n${answer ?? ""}`, restOf(value));
  };
  const refuse = (error: CredenceError): void => {
    wrong++;
    if (bad.length < 5) bad.push(error);
  };
  return {
    unread: unread.tell,
    bad: refuse,
    run,
    record: (value, where) => {
      records++;
      try {
        const asRow = rows > runs || (runs === 0 && !isConversation(value));
        if (!asRow) return run(chatRun(value, where, where, { unread: unread.tell }));
        if (table !== null && rows === 0 && records > settled) return;
        row(taughtBy(value, where, unread.tell), isJsonObject(value) ? value : {});
      } catch (error) {
        if (!(error instanceof CredenceError)) throw error;
        if (isJsonObject(value)) table ??= value;
        refuse(error);
      }
    },
    done: async (file, container, notes) => {
      const bytes = statSync(file).size;
      const read = runs + rows;
      const series = read === 0 && table !== null ? await seriesIn(file, table) : null;
      const fields = counts.counts();
      const labels: readonly LabelField[] = runs > 0 ? labelsAmong(fields, runs) : [];
      const kept = sample.kept();
      const uses: FileLook["uses"][number][] =
        series !== null && series.found !== null
          ? ["series"]
          : runs > 0
            ? usesOf(acting, labels)
            : taught > 0
              ? ["rows"]
              : [];
      const parts = partsOf(fields, read, labels[0]?.path ?? null);
      return {
        ...{ file, bytes, container, uses: [...uses], rows: series?.found == null ? read : series.rows },
        first: series?.found == null ? [...first] : [...series.first],
        fields: fields.slice(0, 40).map(({ path, rows: held, distinct, example }) => ({
          ...{ path, rows: held, distinct, example: short(example, 60) },
        })),
        labels: labels.slice(0, 5).map((label) => ({ ...label, values: { ...label.values } })),
        ...{ ...parts, group: [...parts.group] },
        series: series?.found ?? null,
        copies,
        findings: [...findingsOn(kept, uses, labels[0] ?? null, parts.group)],
        sample: kept.length < read ? kept.length : null,
        notes: [
          ...notes,
          ...(series?.notes ?? []),
          ...unread.notes(),
          ...(wrong > 0 && read > 0
            ? [
                `${wrong} of ${read + wrong} rows cannot be read: ${bad.map(({ where, message }) => `${where} (${message})`).join("; ")}.`,
              ]
            : []),
        ],
        why:
          uses.length > 0
            ? null
            : (series?.why ?? bad[0]?.message ?? `${container} without a record that is known`),
      };
    },
  };
}

/** Runs of an agent can be monitored; a conversation without acts and labels is one that is taught. */
function usesOf(acting: number, labels: readonly LabelField[]): FileLook["uses"] {
  return acting > 0 || labels.length > 0 ? ["runs"] : ["rows", "runs"];
}

function isConversation(value: Json): boolean {
  if (!isJsonObject(value) || value.chosen !== undefined) return false;
  try {
    chatRun(value, "", "");
    return true;
  } catch {
    return Object.keys(value).some((name) => /^(messages|conversations?|traj|trajectory)$/.test(name));
  }
}

/** Columns of a row beside what it teaches. */
function restOf(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !taughtColumns.has(name)));
}

const taughtColumns: ReadonlySet<string> = new Set([
  ...["messages", "conversations", "prompt", "completion", "response", "instruction", "input", "output"],
  ...["question", "answer", "chosen", "rejected", "text", "history", "system"],
]);

function shownRun(run: AgentRun): string[] {
  const lines = quotedTranscript({ messages: run.messages.slice(0, 6) })
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => short(line, 110));
  const more = run.messages.length - 6;
  const shown = lines.slice(0, 14);
  return [
    ...shown,
    ...(more > 0 || lines.length > shown.length ? [`(${run.messages.length} messages in all)`] : []),
  ];
}

function short(text: string, most = 100): string {
  const one = text.replace(/\s*[\r\n]+\s*/g, " ");
  return one.length > most ? `${one.slice(0, most - 3)}...` : one;
}
