// A server whose replies are drawn from a bank of a real model's: what is asked is put in the place of a question whose replies were recorded.
import { z } from "zod";
import { type Random, random } from "../../src/stats/distributions/random.ts";
import { emulatedTurns, emulationNames, targetTurns } from "../../src/studies/endpoint/conversation.ts";
import type { EndpointTrial } from "../../src/studies/endpoint/trial.ts";
import { type BankArm, type BankRecord, bankItem } from "./bank.ts";

const asked = z.looseObject({ model: z.string(), user: z.string().optional() });

/** What a proxy in front of the recorded model does. */
export interface Banked {
  readonly mechanism: Exclude<BankArm, "cont" | "instr">;
  /** Share of unfinished turns that it is played on; the others are left open. */
  readonly share: number;
}

/** Sends recorded questions in place of new ones, and replies to them as recorded. */
export function fromBank(
  bank: readonly BankRecord[],
  { mechanism, share }: Banked,
  seed: string,
): { readonly swap: (trial: EndpointTrial) => EndpointTrial; readonly fetch: typeof globalThis.fetch } {
  const draws = random(seed);
  const of = Map.groupBy(bank, ({ probe, arm }) => `${probe} ${arm}`);
  const replies = new Map<string, BankRecord>();
  const pick = (trial: EndpointTrial, arm: string, random: Random): BankRecord | null => {
    const list = of.get(`${trial.probe} ${arm}`) ?? [];
    return list.length === 0 ? null : random.pick(list);
  };
  return {
    swap: (trial: EndpointTrial): EndpointTrial => {
      const openly = emulationNames.find((name) => name === trial.arm);
      if (openly === undefined && trial.arm !== "target") return trial;
      const arm = openly ?? (draws.float() < share ? mechanism : "TRUE");
      const found = pick(trial, arm, draws);
      if (found === null) return trial;
      const item = bankItem(found.probe, found.item);
      const turns = openly === undefined ? targetTurns(item) : emulatedTurns(openly, item);
      // The same question may be asked twice: each asking is one of its own.
      const id = `${replies.size}`;
      replies.set(id, found);
      const { round } = trial.facts;
      const facts = {
        ...item.facts,
        prefill: item.prefill,
        bank: id,
        ...(round === undefined ? {} : { round }),
      };
      return {
        ...trial,
        item: `bank ${found.probe} ${found.item}`,
        turns,
        facts,
        members: { ...trial.members, user: id },
      };
    },
    fetch: async (input, init) => {
      const { model, user = "" } = asked.parse(await new Request(input, init).json());
      const reply = replies.get(user);
      // What was never recorded, such as counts of tokens, gets a word that says nothing.
      const content = reply?.text ?? "Yes.";
      return Response.json({
        ...{ id: "bank", object: "chat.completion", created: 1, model },
        choices: [
          {
            index: 0,
            message: { role: "assistant", content },
            finish_reason: reply?.length ? "length" : "stop",
          },
        ],
      });
    },
  };
}
