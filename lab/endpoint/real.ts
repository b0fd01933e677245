// A real model behind an outside server: it runs in this process, under its own chat template. Nothing of the study is imported.
import type { Message } from "../../src/core/message.ts";
import type { Model } from "../../src/models/model.ts";
import type { Behind } from "./outside.ts";

/** How a model is drawn from where nobody says otherwise. */
const temperature = 1;

/** A model as what stands behind a proxy: an open turn is gone on with as its template leaves it, any other gets a new turn. */
export function real(model: Model): Behind {
  const { generate } = model.capabilities;
  if (generate === undefined) throw new Error(`${model.reference} does not write`);
  return async (turns, open, room, draws) => {
    const messages = turns.map(({ role, content }): Message => ({ role: roleOf(role), content }));
    const seed = draws.int(2 ** 31);
    const reply = await generate({
      prompt: { kind: "chat", messages, open },
      ...{ maxTokens: room, temperature, seed },
    });
    if (!reply.ok) throw new Error(reply.missing.reason);
    return { text: reply.value.text, length: reply.value.finishReason === "length" };
  };
}

function roleOf(role: string): "system" | "user" | "assistant" {
  return role === "assistant" || role === "system" ? role : "user";
}
