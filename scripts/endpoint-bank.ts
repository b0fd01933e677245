// node scripts/endpoint-bank.ts MODEL LINES.jsonl [SECONDS]: records replies of a model that runs here, one line each, and goes on where the file ends.
// node scripts/endpoint-bank.ts MODEL LINES.jsonl pack: puts them in order and keeps them compressed beside the code.
// node scripts/endpoint-bank.ts MODEL rates: how often replies go on.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import {
  type BankArm,
  type BankRecord,
  bankFile,
  bankItem,
  bankPlan,
  parsedBank,
  readBank,
} from "../lab/endpoint/bank.ts";
import { ordinary, outside } from "../lab/endpoint/outside.ts";
import { real } from "../lab/endpoint/real.ts";
import { openModel } from "../src/models/open.ts";
import {
  type Emulation,
  emulatedTurns,
  emulationNames,
  messagesOf,
  targetTurns,
} from "../src/studies/endpoint/conversation.ts";
import { cutToFit } from "../src/studies/endpoint/evidence/replies.ts";
import { prefillProbe } from "../src/studies/endpoint/probes.ts";

const [name = "", file = "", limit = "3600"] = process.argv.slice(2);
const kept = existsSync(file) ? parsedBank(readFileSync(file, "utf8")) : [];
/** Does a recorded reply go on, the beginning that it was told to say taken off? */
function goesOn({ probe, arm, item, text }: BankRecord): boolean {
  const question = bankItem(probe, item);
  const reply = arm === "instr" ? cutToFit(text, question.prefill) : text;
  return prefillProbe(probe)?.classify(reply, question.facts) === prefillProbe(probe)?.continued;
}
const keyOf = ({ probe, arm, item }: Pick<BankRecord, "probe" | "arm" | "item">): string =>
  `${probe} ${arm} ${item}`;

if (file === "rates") {
  // How often replies go on, of each probe under each mechanism and open imitation.
  const bank = readBank(name);
  for (const { probe, arms } of bankPlan)
    console.log(
      `${probe.padEnd(14)}${arms
        .map((arm) => {
          const seen = bank.filter((one) => one.probe === probe && one.arm === arm);
          return `${arm} ${seen.filter(goesOn).length}/${seen.length}`;
        })
        .join("  ")}`,
    );
} else if (limit === "pack") {
  mkdirSync(new URL(".", bankFile(name)), { recursive: true });
  const order = bankPlan.map(({ probe }) => probe);
  const lines = kept
    .toSorted(
      (a, b) =>
        order.indexOf(a.probe) - order.indexOf(b.probe) || a.arm.localeCompare(b.arm) || a.item - b.item,
    )
    .map((one) => `${JSON.stringify(one)}\n`);
  writeFileSync(bankFile(name), gzipSync(lines.join(""), { level: 9 }));
} else {
  const done = new Set(kept.map(keyOf));
  const model = await openModel(`local:${name}`, { env: process.env, threads: 1 });
  const behind = real(model);
  const most = Math.max(...bankPlan.map(({ times }) => times));
  const jobs = Array.from({ length: most }, (_, item) => item).flatMap((item) =>
    bankPlan
      .filter(({ times }) => item < times)
      .flatMap(({ probe, arms }) => arms.map((arm) => ({ probe, arm, item }))),
  );
  const end = performance.now() + 1000 * Number(limit);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      const job = jobs[next++];
      if (job === undefined) return;
      if (!done.has(keyOf(job)))
        appendFileSync(file, `${JSON.stringify({ ...job, ...(await asked(job)) })}\n`);
    }
  };
  const asked = async ({ probe, arm, item }: { probe: string; arm: BankArm; item: number }) => {
    const question = bankItem(probe, item);
    const openly = emulationNames.find((one: Emulation) => one === arm);
    const cap = prefillProbe(probe)?.cap ?? 8;
    const mechanism =
      openly !== undefined || arm === "drop" || arm === "cont" || arm === "instr" || arm === "flip"
        ? "TRUE"
        : arm;
    const fetch = outside({ ...ordinary, mechanism }, `${probe} ${arm} ${item}`, behind);
    const turns = openly === undefined ? targetTurns(question) : emulatedTurns(openly, question);
    const room = arm === "instr" ? cap + Math.ceil(question.prefill.length / 2) + 8 : cap;
    const response = await fetch("http://127.0.0.1/v1/chat/completions", {
      method: "POST",
      body: JSON.stringify({ model: name, messages: messagesOf(turns), max_tokens: room }),
    });
    const choice = z
      .object({
        choices: z
          .array(z.object({ message: z.object({ content: z.string() }), finish_reason: z.string() }))
          .min(1),
      })
      .parse(await response.json()).choices[0];
    return { text: choice?.message.content ?? "", length: choice?.finish_reason === "length" };
  };
  await Promise.all(Array.from({ length: 15 }, worker));
  await model.close();
}
