import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CredenceError } from "../../src/core/error.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import type { AgentRun, Message } from "../../src/core/message.ts";
import { fieldText } from "../../src/data/field-path.ts";
import { readRuns } from "../../src/data/runs.ts";
import { readTuningRows, type TuningRow } from "../../src/data/tuning-rows.ts";
import { fileContainers, refusedFiles } from "./containers.ts";
import { type RecordForm, recordCount, recordForms, usuallyTaught } from "./forms.ts";

/** What came of one form in one container. */
export interface FileCell {
  readonly form: string;
  readonly use: RecordForm["use"];
  readonly container: string;
  /** `read`, `note`: read, and something is said to be unread; `differs`: read, but not as the same records in other forms; `refused`. */
  readonly state: "read" | "note" | "differs" | "refused";
  readonly words: string;
}

/** Writes every form in every container and reads it: the same records must come of each. */
export async function fileCells(folder: string): Promise<readonly FileCell[]> {
  const cells: FileCell[] = [];
  for (const [f, form] of recordForms.entries()) {
    const rows = Array.from({ length: recordCount }, (_, i) => form.row(i));
    for (const [c, { name, ending, bytes }] of fileContainers.entries()) {
      const file = join(folder, `${f}-${c}.${ending}`);
      writeFileSync(file, bytes(rows));
      const cell = { form: form.name, use: form.use, container: name };
      cells.push({
        ...cell,
        ...(await (form.use === "runs" ? readAsRuns(form, file) : readAsRows(form, file))),
      });
    }
  }
  return cells;
}

type Came = Pick<FileCell, "state" | "words">;

async function readAsRuns(form: RecordForm, file: string): Promise<Came> {
  try {
    const { runs, notes } = await readRuns([file], { messages: form.messages ?? null });
    const expected = (await base()).map(plain);
    const same = JSON.stringify(runs.map(plain)) === JSON.stringify(expected);
    return { state: !same ? "differs" : notes.length > 0 ? "note" : "read", words: notes.join(" ") };
  } catch (error) {
    return refusal(error, file);
  }
}

let first: readonly AgentRun[] | null = null;

/** The runs in the first form, read once from values. */
async function base(): Promise<readonly AgentRun[]> {
  if (first !== null) return first;
  const { chatRun } = await import("../../src/data/chat-runs.ts");
  const [form] = recordForms;
  first = Array.from({ length: recordCount }, (_, i) => chatRun(form?.row(i) ?? null, "base", String(i)));
  return first;
}

/** What must be the same in every form: who said what, each call's name and arguments, the tools' names, label and group. */
function plain({ messages, tools, fields }: AgentRun): Json {
  return {
    messages: messages.map(plainMessage),
    tools: (tools ?? []).map(({ name, description }) => ({ name, description })),
    outcome: fieldText(fields.outcome),
    night: fieldText(fields.night),
  };
}

function plainMessage(message: Message): JsonObject {
  const calls = message.role === "assistant" ? (message.toolCalls ?? []) : [];
  return {
    role: message.role,
    content: message.content,
    calls: calls.map(({ name, arguments: given }) => ({
      name,
      arguments: typeof given === "string" ? given : JSON.stringify(given),
    })),
  };
}

async function readAsRows(form: RecordForm, file: string): Promise<Came> {
  try {
    const rows: TuningRow[] = [];
    const { counts } = await readTuningRows(file, (row) => rows.push(row));
    const taught = rows.map(({ prompt, answer }) => ({ prompt, answer }));
    const expected = Array.from({ length: recordCount }, (_, i) => (form.taught ?? usuallyTaught)(i));
    const same = JSON.stringify(taught) === JSON.stringify(expected);
    const unread = Object.keys(counts.unread ?? {}).join(", ");
    return { state: !same ? "differs" : unread === "" ? "read" : "note", words: unread };
  } catch (error) {
    return refusal(error, file);
  }
}

function refusal(error: unknown, file: string): Came {
  if (!(error instanceof CredenceError)) throw error;
  const words = `${error.message}. ${error.fix ?? ""}`.replaceAll(file, "FILE").replace(/\s+/g, " ");
  return { state: "refused", words };
}

/** What is said of each file that cannot be read. */
export async function refusals(
  folder: string,
): Promise<readonly { readonly name: string; readonly words: string }[]> {
  const out: { name: string; words: string }[] = [];
  for (const [i, { name, ending, bytes }] of refusedFiles.entries()) {
    const file = join(folder, `refused-${i}.${ending}`);
    writeFileSync(file, bytes);
    const { state, words } = await readTuningRows(file, () => {}).then(
      () => ({ state: "read", words: "" }),
      (error: unknown) => refusal(error, file),
    );
    out.push({ name, words: state === "refused" ? words : "read" });
  }
  return out;
}

const shown: Readonly<Record<FileCell["state"], string>> = {
  read: "●",
  note: "◐",
  differs: "✗",
  refused: "–",
};

/** docs/files.md. */
export async function filesPage(folder: string): Promise<string> {
  const cells = await fileCells(folder);
  const refused = await refusals(folder);
  const table = (use: RecordForm["use"]): string[] => [
    `| | ${fileContainers.map(({ name }) => name).join(" | ")} |`,
    `|---|${fileContainers.map(() => ":-:").join("|")}|`,
    ...recordForms
      .filter((form) => form.use === use)
      .map(
        ({ name }) =>
          `| ${name} | ${cells
            .filter((cell) => cell.use === use && cell.form === name)
            .map(({ state }) => shown[state])
            .join(" | ")} |`,
      ),
  ];
  return `${[...head, "## Runs of an agent", "", ...table("runs"), "", ...aboutRuns, "", "## Fine-tuning rows", "", ...table("rows"), "", ...aboutRows, "", ...aboutAll, "", "## What is refused, and with which words", "", "| file | words |", "|---|---|", ...refused.map(({ name, words }) => `| ${name} | ${words.replaceAll("|", "\\|")} |`)].join("\n")}\n`;
}

const head = [
  "# Files",
  "",
  "`credence look PATH` says what a file is, by its content and not by its name, and which commands answer something with it. It needs no model.",
  "",
  "```",
  "credence look runs.jsonl",
  "```",
  "",
  "The tables are made by a test (`lab/files`): twelve records are written in each form and each container, read, and compared with the same records in",
  "the first form. ● read, and equal · ◐ read, and a note names what was not · ✗ read otherwise · – refused, with words.",
  "",
];
const aboutRuns = [
  "Also read: Inspect logs (`.eval`, `.json`: errored, retried, invalidated samples, images, epochs; `scores.NAME` and what stands beside it, such as",
  "`scores.NAME.metadata.leak`), AgentDojo's run files, one run a file, objects that wrap one list under any name, tables as pandas writes them as JSON.",
];
const aboutRows = [
  "Every trained turn is read: reasoning, words and calls; turns with `weight: 0`, `train: false` or `loss_mask: 0` are part of the prompt. Of preference pairs",
  "the chosen answer is read. System prompts are counted and read by no test.",
];
const aboutAll = [
  "## What is never silent",
  "",
  "- A field of a message that is not read is counted in a note; ids, times and names of senders are not. An image becomes `[image: not read]`.",
  "- A row that cannot be read is left out, counted and named (the first five with place and reason), up to `--max-bad 5%`; one of ten or more always may.",
  "- A file of a folder that holds no run is named with the reason. A file that was named itself and holds none is an error.",
  "- Labels: `--positive true` fits `True`, `1` fits `1.0`; `--positive '>=0.5'` is a threshold; `--label a.b.0.c` goes into objects and lists, and a name that",
  "  holds dots itself is found.",
];
