import { CredenceError } from "../../core/error.ts";
import type { Message } from "../../core/message.ts";
import type { Usage } from "../../core/outcome.ts";
import type { BackingModel } from "./model.ts";
import type { View } from "./template.ts";

/** A real model behind a simulated endpoint: its own template, its own tokenizer. */
export interface RealModel {
  /** Goes on from the open assistant text, or with a turn of its own after the last one. */
  readonly complete: (view: View, options: CompleteOptions) => Promise<Completed>;
  /** Length in tokens of a view's prompt. */
  readonly promptTokens: (view: View) => Promise<number>;
}

/** How a reply is drawn. */
interface CompleteOptions {
  readonly maxTokens: number;
  /** Null: the model's default. */
  readonly temperature: number | null;
  readonly seed: number;
}

/** What a real model wrote. */
interface Completed {
  readonly text: string;
  readonly tokens: number;
  /** Did the model end its turn? Else the cap did. */
  readonly ended: boolean;
}

type Answered<Value> = (
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly missing: { readonly reason: string } }
) & { readonly usage: Usage };

interface ChatView {
  readonly prompt: { readonly kind: "chat"; readonly messages: readonly Message[]; readonly open: boolean };
}

/** The part of an opened model that is needed; what `openModel` returns has this form where it can write and render. */
export interface WritingModel {
  readonly reference: string;
  readonly capabilities: {
    readonly generate?: (
      request: ChatView & {
        readonly maxTokens: number;
        readonly temperature?: number;
        readonly seed: number;
      },
    ) => Promise<Answered<{ readonly text: string; readonly finishReason: string }>>;
    readonly template?: (request: ChatView) => Promise<Answered<{ readonly tokens: number | null }>>;
  };
}

/**
 * A model that was opened by its reference, as the model of a simulated endpoint. The caller closes it.
 *
 * @throws CredenceError `model` when it cannot write or does not tell its own prompts' lengths
 * @example realModel(await openModel("local:smollm2-135m", { env: process.env }))
 */
export function realModel(model: WritingModel): RealModel {
  const { generate, template } = model.capabilities;
  if (generate === undefined || template === undefined) {
    throw new CredenceError(
      "model",
      "a simulated endpoint needs a model that writes and counts its own tokens",
      {
        where: model.reference,
        fix: "Take a local model, such as local:smollm2-135m.",
      },
    );
  }
  const answered = <Value>(reply: Answered<Value>): Value => {
    if (reply.ok) return reply.value;
    throw new CredenceError(
      "model",
      `the model behind the endpoint gave no answer: ${reply.missing.reason}`,
      {
        where: model.reference,
      },
    );
  };
  return {
    complete: async (view, { maxTokens, temperature, seed }) => {
      const reply = await generate({
        ...chatView(view),
        maxTokens,
        seed,
        ...(temperature === null ? {} : { temperature }),
      });
      const { text, finishReason } = answered(reply);
      return { text, tokens: reply.usage.output ?? 0, ended: finishReason !== "length" };
    },
    promptTokens: async (view) => answered(await template(chatView(view))).tokens ?? 0,
  };
}

/** A real model in the place of the scripted one. */
export function realBacking(model: RealModel): BackingModel {
  return {
    write: async ({ view, maxTokens, temperature, random }) => ({
      ...(await model.complete(view, { maxTokens, temperature, seed: random.int(2 ** 31) })),
      alternatives: null,
    }),
    promptTokens: model.promptTokens,
  };
}

function chatView({ turns, open }: View): ChatView {
  const said = turns.map(({ role, text }) => ({ role, content: text }));
  const messages =
    open === null || open === "" ? said : [...said, { role: "assistant" as const, content: open }];
  return { prompt: { kind: "chat", messages, open: messages.length > said.length } };
}
