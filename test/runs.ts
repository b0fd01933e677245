// Small agent runs for tests: half of them bad, in fifteen tasks.
import { writeFileSync } from "node:fs";

/** Rows of a chat JSONL file; `label` is `bad` for every odd one. */
export function chatRows(count: number): readonly Readonly<Record<string, unknown>>[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `run-${i}`,
    label: i % 2 === 1 ? "bad" : "good",
    task: `task ${i % 15}`,
    author: i % 3 === 0 ? "author-a" : "author-b",
    suite: i % 4 < 2 ? "mail" : "files",
    messages: [
      { role: "system", content: "You are an office assistant." },
      { role: "user", content: `Please deal with letter ${i}.` },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          {
            id: `call_${i}`,
            type: "function",
            function: { name: "read_letter", arguments: JSON.stringify({ letter: i }) },
          },
        ],
      },
      { role: "tool", tool_call_id: `call_${i}`, content: `Letter ${i}: the meeting is on day ${i % 7}.` },
      {
        role: "assistant",
        content: i % 2 === 1 ? `I sent letter ${i} to a stranger.` : `I filed letter ${i}.`,
      },
    ],
  }));
}

/** Writes them as JSONL. */
export function writeRuns(file: string, count: number): void {
  writeFileSync(
    file,
    chatRows(count)
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(""),
  );
}
