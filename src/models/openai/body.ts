import type { Json, JsonObject } from "../../core/json.ts";
import { argumentsText, type Message } from "../../core/message.ts";
import type { ChatPrompt, GenerateRequest, Prompt } from "../model.ts";

/** How a server wants its requests. */
export interface Dialect {
  readonly model: string;
  /** OpenAI's own newer models know only `max_completion_tokens`; other servers only `max_tokens`. */
  readonly limit: "max_tokens" | "max_completion_tokens";
  /** How an open assistant turn is asked for: sent as it is, or with vLLM's flags. */
  readonly open: "plain" | "vllm";
}

/** A prompt as a conversation: bare text is what the user says. */
export function asChat(prompt: Prompt): ChatPrompt {
  return prompt.kind === "chat"
    ? prompt
    : { kind: "chat", messages: [{ role: "user", content: prompt.text }] };
}

/** Body of a chat-completions request for text. */
export function chatBody(
  prompt: ChatPrompt,
  request: Omit<GenerateRequest, "prompt">,
  dialect: Dialect,
): JsonObject {
  return { ...conversation(prompt, dialect), [dialect.limit]: request.maxTokens, ...sampling(request) };
}

/**
 * Body of a chat-completions request for the next token's probabilities. Temperature 1, so that servers that report
 * probabilities after sampling settings report the model's own.
 */
export function choiceBody(prompt: ChatPrompt, dialect: Dialect): JsonObject {
  return {
    ...conversation(prompt, dialect),
    [dialect.limit]: 1,
    temperature: 1,
    logprobs: true,
    top_logprobs: 20,
  };
}

/** Body of a completions request: bare text, no template. */
export function completionBody(
  text: string,
  request: Omit<GenerateRequest, "prompt">,
  dialect: Dialect,
): JsonObject {
  return { model: dialect.model, prompt: text, max_tokens: request.maxTokens, ...sampling(request) };
}

/** Body of a completions request that returns the log-probabilities of the prompt itself. */
export function echoBody(text: string, dialect: Dialect): JsonObject {
  return { model: dialect.model, prompt: text, max_tokens: 1, echo: true, logprobs: 0, temperature: 0 };
}

function conversation(prompt: ChatPrompt, dialect: Dialect): JsonObject {
  const tools = (prompt.tools ?? []).map((tool) => ({ type: "function", function: { ...tool } }));
  return {
    model: dialect.model,
    messages: prompt.messages.map(messageBody),
    ...(tools.length === 0 ? {} : { tools }),
    ...(prompt.open === true && dialect.open === "vllm"
      ? { continue_final_message: true, add_generation_prompt: false }
      : {}),
  };
}

function sampling(request: Omit<GenerateRequest, "prompt">): JsonObject {
  const { temperature, topP, seed, stop } = request;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stop }),
  };
}

function messageBody(message: Message): Json {
  switch (message.role) {
    case "assistant": {
      const calls = (message.toolCalls ?? []).map((call) => ({
        id: call.id,
        type: "function",
        function: { name: call.name, arguments: argumentsText(call) },
      }));
      return {
        role: "assistant",
        content: message.content,
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      };
    }
    case "tool":
      return {
        role: "tool",
        content: message.content,
        tool_call_id: message.toolCallId ?? "call_0",
        ...(message.name === undefined ? {} : { name: message.name }),
      };
    default:
      return { role: message.role, content: message.content };
  }
}
