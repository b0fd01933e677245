import { isJsonObject, type Json, type JsonObject, parsedJson } from "../core/json.ts";
import { noUsage, type Usage, unknownUsage } from "../core/outcome.ts";
import type { WireReply, WireRequest } from "./model.ts";
import { messagesFields, responsesFields, type UsageFields, usageBy } from "./usage-fields.ts";

/** Names of a reply's usage by the API that was asked; chat and completions name it as the provider does. */
export function fieldsAt(path: string, provider: UsageFields): UsageFields {
  const [address = ""] = path.split("?");
  if (address.endsWith("/responses")) return responsesFields;
  if (address.endsWith("/messages")) return messagesFields;
  return provider;
}

/** Addresses of vLLM and llama-server that render or count a prompt and ask nothing of the model. */
const unasked = /\/(tokenize|detokenize|apply-template)$/;

/**
 * Tokens that a reply says it used, in its JSON or in the events of its stream, of which a later number replaces an earlier one.
 * What is not said, or not as a number, is unknown; so is what a stream that was cut has written. A GET uses none.
 *
 * @param fields what the provider calls the tokens it reports
 */
export function usageOf(request: WireRequest, reply: WireReply, fields: UsageFields): Usage {
  if (request.method === "GET" || unasked.test(request.path)) return noUsage;
  const texts = reply.events.length > 0 ? reply.events.map(({ data }) => data) : [reply.text];
  const said = texts
    .filter((text) => text.includes('"usage"'))
    .flatMap((text) => usagesIn(parsedJson(text.replace(/^\uFEFF/, ""))));
  // A later event that leaves a number open does not take back an earlier one.
  const numbers = said.flatMap((usage) => Object.entries(usage)).filter(([, value]) => value !== null);
  if (numbers.length === 0) return unknownUsage;
  const usage = usageBy(fields, Object.fromEntries(numbers));
  return reply.cut === null ? usage : { ...usage, output: null };
}

/** Usage objects of a body, or of one event of a stream. */
function usagesIn(body: Json | undefined): JsonObject[] {
  if (!isJsonObject(body)) return [];
  const { usage, response, message } = body;
  const found: JsonObject[] = [];
  // What a message's first event says of output is no more than a beginning.
  if (isJsonObject(message) && isJsonObject(message.usage)) {
    const { output_tokens: _, ...begun } = message.usage;
    found.push(begun);
  }
  if (isJsonObject(response) && isJsonObject(response.usage)) found.push(response.usage);
  if (isJsonObject(usage)) found.push(usage);
  return found;
}
