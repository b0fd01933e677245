import { z } from "zod";
import type { Json } from "../../core/json.ts";
import type { Missing } from "../../core/outcome.ts";
import { badForm, failedReply } from "../failure.ts";
import type { Chosen, Generated, Reply, Scored } from "../model.ts";
import { type UsageFields, usageBy } from "../usage-fields.ts";

const topLogprob = z.object({ token: z.string(), logprob: z.number() });

const chatForm = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          reasoning_content: z.string().nullish(),
          reasoning: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({
                id: z.string().nullish(),
                function: z.object({ name: z.string(), arguments: z.string() }),
              }),
            )
            .nullish(),
        }),
        logprobs: z
          .object({
            content: z.array(topLogprob.extend({ top_logprobs: z.array(topLogprob).nullish() })).nullish(),
          })
          .nullish(),
      }),
    )
    .min(1),
  usage: z.json().optional(),
  provider: z.string().nullish(),
});

const completionForm = z.object({
  choices: z
    .array(
      z.object({
        text: z.string(),
        finish_reason: z.string().nullish(),
        logprobs: z
          .object({
            tokens: z.array(z.string()).nullish(),
            token_logprobs: z.array(z.number().nullable()).nullish(),
            text_offset: z.array(z.number()).nullish(),
          })
          .nullish(),
      }),
    )
    .min(1),
  usage: z.json().optional(),
});

/** Reads a chat completion as text, tool calls and reasoning. */
export function generatedReply(body: Json, fields: UsageFields): Reply<Generated> {
  const parsed = chatForm.safeParse(body);
  const choice = parsed.data?.choices[0];
  if (!parsed.success || choice === undefined) return badForm(body, "completion");
  const usage = usageBy(fields, parsed.data.usage);
  const refusal = refusalOf(choice);
  if (refusal !== null) return { ok: false, missing: refusal, usage };
  const { message, finish_reason } = choice;
  const reasoning = message.reasoning_content ?? message.reasoning ?? "";
  return {
    ok: true,
    usage,
    value: {
      text: message.content ?? "",
      toolCalls: (message.tool_calls ?? []).map((call, i) => ({
        id: call.id ?? `call_${i}`,
        name: call.function.name,
        arguments: call.function.arguments,
      })),
      finishReason: finishOf(finish_reason),
      ...(reasoning === "" ? {} : { reasoning }),
      ...(parsed.data.provider == null ? {} : { route: parsed.data.provider }),
    },
  };
}

/** Reads a completion as text. */
export function completedReply(body: Json, fields: UsageFields): Reply<Generated> {
  const parsed = completionForm.safeParse(body);
  const choice = parsed.data?.choices[0];
  if (!parsed.success || choice === undefined) return badForm(body, "completion");
  return {
    ok: true,
    usage: usageBy(fields, parsed.data.usage),
    value: { text: choice.text, toolCalls: [], finishReason: finishOf(choice.finish_reason) },
  };
}

/**
 * Reads the first token's alternatives. A token counts for a label if it is one of its spellings, or is one but for blanks
 * around it; each token counts once. Servers name at most 20 alternatives, so what they leave out counts 0 and is missing from
 * `mass`.
 */
export function chosenReply(
  body: Json,
  answers: Readonly<Record<string, readonly string[]>>,
  fields: UsageFields,
): Reply<Chosen> {
  const parsed = chatForm.safeParse(body);
  const choice = parsed.data?.choices[0];
  if (!parsed.success || choice === undefined) return badForm(body, "completion");
  const usage = usageBy(fields, parsed.data.usage);
  const refusal = refusalOf(choice);
  if (refusal !== null) return { ok: false, missing: refusal, usage };
  const first = choice.logprobs?.content?.[0];
  const named = first?.top_logprobs ?? [];
  if (first === undefined || named.length === 0) {
    return failedReply("no-logprobs", "the server gave no log-probabilities", usage);
  }
  const all = [...new Map(named.map((entry) => [entry.token, Math.exp(entry.logprob)])).values()];
  if (named.some(({ logprob }) => logprob > rounding) || sum(all) > 1 + rounding)
    return failedReply(
      "bad-reply",
      "the server's log-probabilities are impossible: above 0, or more than 1 together",
      usage,
    );
  const labels = Object.entries(answers).map(([label, spellings]) => ({
    label,
    spellings: new Set(spellings.map((s) => s.trim())),
  }));
  const probabilities: Record<string, number> = Object.fromEntries(labels.map(({ label }) => [label, 0]));
  for (const [token, logprob] of new Map(named.map((entry) => [entry.token, entry.logprob]))) {
    const label = labels.find(({ spellings }) => spellings.has(token.trim()))?.label;
    if (label !== undefined) probabilities[label] = (probabilities[label] ?? 0) + Math.exp(logprob);
  }
  const mass = sum(Object.values(probabilities));
  return { ok: true, usage, value: { probabilities, mass: Math.min(1, mass) } };
}

/** Reads the log-probabilities of everything behind the first `promptLength` characters of an echoed prompt. */
export function scoredReply(
  body: Json,
  promptLength: number,
  textLength: number,
  fields: UsageFields,
): Reply<Scored> {
  const parsed = completionForm.safeParse(body);
  const logprobs = parsed.data?.choices[0]?.logprobs;
  if (!parsed.success) return badForm(body, "completion");
  const usage = usageBy(fields, parsed.data.usage);
  const { tokens, token_logprobs, text_offset } = logprobs ?? {};
  if (tokens == null || token_logprobs == null || text_offset == null) {
    const reason = "the server does not score prompts (no echoed log-probabilities)";
    return failedReply("no-logprobs", reason, usage);
  }
  const inside = tokens
    .map((token, i) => ({ token, logProb: token_logprobs[i] ?? null, at: text_offset[i] ?? -1 }))
    .filter(({ at }) => at >= promptLength && at < textLength);
  if (inside.some(({ logProb }) => (logProb ?? 0) > rounding))
    return failedReply("bad-reply", "the server's log-probabilities are impossible: above 0", usage);
  return {
    ok: true,
    usage,
    value: {
      tokens: inside.map(({ token }) => token),
      logProbs: inside.map(({ logProb }) => logProb ?? Number.NaN),
    },
  };
}

/** What servers that compute in single precision may be off by. */
const rounding = 1e-3;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function refusalOf(choice: z.infer<typeof chatForm>["choices"][number]): Missing | null {
  if (choice.message.refusal != null && choice.message.refusal !== "") {
    return {
      kind: "refused",
      code: "refusal",
      reason: `the model refused: ${choice.message.refusal.slice(0, 200)}`,
    };
  }
  if (choice.finish_reason === "content_filter") {
    return { kind: "refused", code: "content-filter", reason: "the provider's filter withheld the answer" };
  }
  return null;
}

function finishOf(reason: string | null | undefined): Generated["finishReason"] {
  switch (reason) {
    case "stop":
    case "length":
      return reason;
    case "tool_calls":
    case "function_call":
      return "tool-calls";
    case "content_filter":
      return "content-filter";
    default:
      return "other";
  }
}
