import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isJsonObject, type Json, type JsonObject } from "../src/core/json.ts";
import { parseJson } from "../src/data/json-text.ts";
import { openZip } from "../src/data/zip.ts";
import { random } from "../src/stats/distributions/random.ts";
import { zipBytes } from "../test/fixtures/inspect/zip-bytes.ts";

/** Files that are read against a rival. */
export const readersFiles = [
  "openai",
  "anthropic",
  "sharegpt",
  "agentdojo",
  "eval500",
  "eval5000",
  "inspect-json",
  "tuning",
  "csv",
] as const;

/** One of them. */
export type ReadersFile = (typeof readersFiles)[number];

/** Runs, samples or rows in each. */
export const readersRows: Readonly<Record<ReadersFile, number>> = {
  ...{ openai: 10_000, anthropic: 10_000, sharegpt: 10_000, agentdojo: 2000 },
  ...{ eval500: 500, eval5000: 5000, "inspect-json": 1000, tuning: 40_000, csv: 100_000 },
};

const fixture = (path: string): string => new URL(`../test/fixtures/${path}`, import.meta.url).pathname;

const source = random("bench/readers");
const vocabulary = Array.from({ length: 5000 }, () =>
  Array.from({ length: 2 + source.int(8) }, () => "aeioustrnlmdpkbgcvfh"[source.int(20)]).join(""),
);

/** Words of which a few are frequent, as in a language, with a character now and then that is not ASCII. */
function text(words: number): string {
  const some = Array.from(
    { length: words },
    () => vocabulary[Math.min(4999, Math.floor(5000 ** source.float()) - 1)],
  );
  return `${some.join(" ")}${source.int(50) === 0 ? " – é" : "."}`;
}

/** Writes one of the files, or a folder of them, and gives its path. */
export async function writeReadersFile(kind: ReadersFile, folder: string): Promise<string> {
  const count = readersRows[kind];
  const lines = (name: string, row: (i: number) => string): string => {
    const path = join(folder, name);
    writeFileSync(path, Array.from({ length: count }, (_, i) => `${row(i)}\n`).join(""));
    return path;
  };
  switch (kind) {
    case "openai":
      return lines("openai.jsonl", (i) => JSON.stringify({ ...fieldsOf(i), messages: openaiMessages(3) }));
    case "anthropic":
      return lines("anthropic.jsonl", (i) =>
        JSON.stringify({ ...fieldsOf(i), system: text(40), messages: anthropicMessages(3) }),
      );
    case "sharegpt":
      return lines("sharegpt.jsonl", (i) =>
        JSON.stringify({ ...fieldsOf(i), conversations: shareGptTurns(3) }),
      );
    case "tuning":
      return lines("tuning.jsonl", () =>
        JSON.stringify({
          messages: [
            { role: "user", content: text(30) },
            { role: "assistant", content: text(40) },
          ],
        }),
      );
    case "csv": {
      const row = (i: number): string => `${i / 4},${(i + 100 * source.float()).toFixed(4)},"${text(3)}"`;
      const path = lines("series.csv", row);
      writeFileSync(path, `step,price,note\n${readFileSync(path, "utf8")}`);
      return path;
    }
    case "agentdojo":
      return agentDojoFolder(join(folder, "agentdojo"), count);
    case "inspect-json":
      return inspectJson(join(folder, "log.json"), count);
    default:
      return await evalArchive(join(folder, `${kind}.eval`), count);
  }
}

function fieldsOf(i: number): JsonObject {
  const meta = { task: `task ${i % 500}`, author: `author ${i % 7}`, seconds: source.int(1000) / 10 };
  return { id: `run-${i}`, outcome: i % 3 === 0 ? "harmful" : "harmless", meta };
}

function openaiMessages(calls: number): Json[] {
  return [
    { role: "system", content: text(40) },
    { role: "user", content: text(60) },
    ...Array.from({ length: calls }, (_, i): Json[] => {
      const called = {
        name: "read_letter",
        arguments: JSON.stringify({ number: source.int(99), place: text(1) }),
      };
      return [
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: `call_${i}`, type: "function", function: called }],
        },
        { role: "tool", tool_call_id: `call_${i}`, content: text(60) },
      ];
    }).flat(),
    { role: "assistant", content: text(30) },
  ];
}

function anthropicMessages(calls: number): Json[] {
  return [
    { role: "user", content: text(60) },
    ...Array.from({ length: calls }, (_, i): Json[] => [
      {
        role: "assistant",
        content: [
          { type: "text", text: text(10) },
          { type: "tool_use", id: `toolu_${i}`, name: "read_letter", input: { number: source.int(99) } },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: `toolu_${i}`, content: text(60) }] },
    ]).flat(),
    { role: "assistant", content: [{ type: "text", text: text(30) }] },
  ];
}

function shareGptTurns(calls: number): Json[] {
  return [
    { from: "system", value: text(40) },
    { from: "human", value: text(60) },
    ...Array.from({ length: calls }, (): Json[] => [
      {
        from: "function_call",
        value: JSON.stringify({ name: "read_letter", arguments: { number: source.int(99) } }),
      },
      { from: "observation", value: text(60) },
    ]).flat(),
    { from: "gpt", value: text(30) },
  ];
}

/** Run files as AgentDojo writes them, from one that it wrote: four blanks of indentation, long results. */
function agentDojoFolder(folder: string, count: number): string {
  const run = objectOf(
    readFileSync(
      fixture("agentdojo/local-hijacked/banking/user_task_0/direct/injection_task_0.json"),
      "utf8",
    ),
  );
  for (let i = 0; i < count; i++) {
    const place = join(folder, "local-hijacked", "banking", `user_task_${i}`, "direct");
    mkdirSync(place, { recursive: true });
    const made = { ...run, user_task_id: `user_task_${i}`, messages: retold(run.messages ?? null, text(60)) };
    writeFileSync(join(place, "injection_task_0.json"), JSON.stringify(made, null, 4));
  }
  return folder;
}

function inspectJson(path: string, count: number): string {
  const log = objectOf(readFileSync(fixture("inspect/letters.json"), "utf8"));
  const sample = Array.isArray(log.samples) ? log.samples[0] : null;
  const samples = Array.from({ length: count }, (_, i) => anotherSample(sample, i));
  writeFileSync(path, JSON.stringify({ ...log, samples, reductions: null }, null, 2));
  return path;
}

/** An archive as Inspect packs it, from one that it wrote: its samples with other texts. */
async function evalArchive(path: string, count: number): Promise<string> {
  const zip = await openZip(fixture("inspect/letters.eval"));
  const samples: Json[] = [];
  for (const name of zip.names)
    if (name.startsWith("samples/")) samples.push(parseJson(await zip.text(name), name));
  const header = await zip.text("header.json");
  zip.close();
  const members = Array.from({ length: count }, (_, i) => ({
    name: `samples/${i + 1}_epoch_1.json`,
    content: JSON.stringify(anotherSample(samples[i % samples.length] ?? null, i)),
    method: "zstd" as const,
  }));
  writeFileSync(path, zipBytes([...members, { name: "header.json", content: header, method: "zstd" }]));
  return path;
}

function anotherSample(sample: Json, i: number): Json {
  return { ...z.record(z.string(), z.json()).parse(retold(sample, text(120))), id: i + 1, epoch: 1 };
}

/** The same value with its long texts said anew, and a score where a scorer gave none (as a bare NaN, which is no JSON). */
function retold(value: Json, said: string): Json {
  if (typeof value === "string") return value.length > 300 ? said : value;
  if (Array.isArray(value)) return value.map((part: Json) => retold(part, said));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === "value" && member === null ? 0.5 : retold(member ?? null, said),
    ]),
  );
}

function objectOf(json: string): JsonObject {
  return z.record(z.string(), z.json()).parse(parseJson(json, "fixture"));
}
