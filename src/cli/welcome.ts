import { plainText } from "../report/escape.ts";
import { usualLedger } from "./run-tools.ts";
import type { Terminal } from "./terminal.ts";

/** What a person may have, and the command that begins with it. */
const having: readonly (readonly [string, string])[] = [
  ["any file", "credence look PATH            what it is, and the whole command that fits"],
  [
    "runs of an agent",
    "credence monitor runs.jsonl --positive VALUE --negative VALUE --arms length,messages,bow",
  ],
  ["a fine-tuning set", "credence audit suspect.jsonl --reference clean.jsonl"],
  ["an API", "credence endpoint http://127.0.0.1:8080/v1#MODEL"],
  ["a trend", "credence forecast series.csv"],
  ["a model", "credence faking --model MODEL, or reward, or recall"],
  ["a hypothesis", "credence experiment FILE.yaml"],
  ["nothing yet", "credence tour"],
];

/** `credence` alone: what do you have, one command each, and the last runs. */
export async function welcome(terminal: Terminal): Promise<void> {
  const widest = Math.max(...having.map(([what]) => what.length));
  const lines = [
    "credence turns a claim about AI safety into a measured answer. What do you have?",
    "",
    ...having.map(([what, command]) => `  ${what.padEnd(widest)}   ${command}`),
    "",
  ];
  terminal.out(`${lines.join("\n")}\n`);
  const ledger = await usualLedger(terminal);
  try {
    const last = (await ledger.list()).slice(0, 3);
    for (const { id, at, study, status, verdicts } of last) {
      const found = Object.entries(verdicts).map(([claim, verdict]) => `${claim} ${verdict}`);
      terminal.out(
        `  credence show ${id.slice(0, 8)}   ${at.slice(0, 10)} ${study}, ${status}${found.length === 0 ? "" : `: ${plainText(found.join(", "))}`}\n`,
      );
    }
  } finally {
    ledger.close();
  }
  terminal.out("All verbs: credence --help\n");
}
