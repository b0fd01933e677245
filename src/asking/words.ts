import type { Measured, Missing } from "../core/outcome.ts";
import type { Generated, GenerateRequest, Reply } from "../models/model.ts";
import { type Form, offered, unparsed } from "./form.ts";

/** How a written answer is read: a value, or why there is none. */
export type Reader<Value> = (text: string, reply: Generated) => Measured<Value> | Promise<Measured<Value>>;

/** An answer in words, read by a rule of the asker's own. A reply without a word is missing. */
export function words<Value>(
  maxTokens: number,
  read: Reader<Value>,
  kind: Form<Value>["kind"] = "words",
): Form<Value> {
  return {
    kind,
    needs: "generate",
    outputTokens: [1, maxTokens],
    send: async (model, prompt, { repeat, temperature }, call) => {
      const request: GenerateRequest = {
        ...{ prompt, maxTokens, draw: repeat },
        ...(temperature === null ? {} : { temperature }),
      };
      const said = completion(await offered(model, "generate")(request, call));
      if ("missing" in said) return said;
      const { text, finishReason } = said.value;
      if (text.trim() !== "") return read(text, said.value);
      return unparsed("empty", `the reply is empty${finishReason === "length" ? ": it was cut off" : ""}`);
    },
  };
}

/** A reply that holds a completion; whatever a provider's filter stopped is a refusal, in every study. */
export function completion(
  reply: Reply<Generated>,
): { readonly value: Generated } | { readonly missing: Missing } {
  if (!reply.ok) return { missing: reply.missing };
  if (reply.value.finishReason !== "content-filter") return { value: reply.value };
  const reason = "the provider's filter stopped the answer";
  return { missing: { kind: "refused", code: "content-filter", reason } };
}
