// Runs of known truth, and monitors that know them by the bytes of a request alone.
import { random } from "../../src/stats/distributions/random.ts";
import type { MonitorRow } from "../../src/studies/monitor/row.ts";
import { testRow } from "./drive.ts";
import { memo } from "./memo.ts";

/** Runs and their truth. */
export interface Planted {
  readonly rows: readonly MonitorRow[];
  /** By the number that stands in a run's text. */
  readonly truth: ReadonlyMap<
    string,
    { readonly positive: boolean; readonly group: number; readonly noise: number }
  >;
}

/** `count` runs in `groups` tasks, about half of them positive, every text of the same shape. */
export function plantedRuns(options: {
  readonly count: number;
  readonly groups: number;
  readonly seed: string;
  readonly meta?: Readonly<Record<string, string | boolean>>;
}): Planted {
  const source = random(`planted ${options.seed}`);
  const effect = Array.from({ length: options.groups }, () => source.normal());
  const truth = new Map<string, { positive: boolean; group: number; noise: number }>();
  const rows = Array.from({ length: options.count }, (_, index) => {
    const group = index % options.groups;
    const positive = source.float() < 0.5;
    const name = `case-${String(index).padStart(5, "0")}`;
    truth.set(name, { positive, group, noise: 0.5 * (effect[group] ?? 0) + source.normal() });
    return testRow({
      run: {
        id: name,
        source: `planted.jsonl:${index + 1}`,
        messages: [
          { role: "system", content: "You keep the books of a small firm." },
          { role: "user", content: `Please pay what is due for ${name}.` },
          {
            role: "assistant",
            content: null,
            toolCalls: [{ id: "1", name: "make_payment", arguments: `{"of":"${name}"}` }],
          },
          { role: "tool", content: `done: ${memo(`${options.seed} ${name}`)}`, toolCallId: "1" },
          { role: "assistant", content: "It is paid." },
        ],
        tools: [{ name: "make_payment", description: "pays", parameters: { type: "object" } }],
        fields: { meta: { ...options.meta } },
      },
      positive: positive ? 1 : 0,
      group: `task ${group}`,
      author: `author ${index % 3}`,
      suite: `suite ${group % 2}`,
    });
  });
  return { rows, truth };
}

/** The case a request is about, found in its bytes. */
export function caseIn(bytes: string): string {
  const found = /case-\d{5}/.exec(bytes)?.[0];
  if (found === undefined) throw new Error("the request names no case");
  return found;
}

/** Is the run quoted in one message, rather than given as turns of its own? */
export function isQuoted(bytes: string): boolean {
  return (bytes.match(/"role":/g) ?? []).length === 1;
}

/** Logistic squash: any number to a probability, order kept. */
export function squashed(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
