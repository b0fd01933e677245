import type { Measured, Missing } from "../core/outcome.ts";
import type { CallOptions, CapabilityName, ChatPrompt, Model } from "../models/model.ts";

/** Which of several independent answers is drawn, and how. */
interface Draw {
  /** 0, 1, ...: a cache must not answer two with one. */
  readonly repeat: number;
  /** Of a written answer; 0 is greedy, null the provider's default. */
  readonly temperature: number | null;
}

/** The one answer that is drawn where nothing varies. */
const onlyDraw: Draw = { repeat: 0, temperature: 0 };

/**
 * In what form a model is asked, and how its reply is read. Every form reads refusals, failures and replies of no use in the same
 * way: they come back as missing, never as a value.
 */
export interface Form<Value> {
  readonly kind: "yesNo" | "rating" | "json" | "words" | "state" | "leaning";
  /** What the model must be able to do. */
  readonly needs: CapabilityName;
  /** Output tokens of one reply, [fewest, most]. */
  readonly outputTokens: readonly [number, number];
  /** Texts that go on from the prompt, where the form reads something of them. */
  readonly continuations?: readonly string[];
  /** Asks once. */
  send(model: Asked, prompt: ChatPrompt, draw: Draw, call: CallOptions): Promise<Measured<Value>>;
}

/** As much of a model as asking needs. */
export type Asked = Pick<Model, "reference" | "capabilities">;

/** A question as it is put to a model. */
export interface Question<Value> {
  readonly prompt: ChatPrompt;
  readonly form: Form<Value>;
  readonly draw?: Draw;
}

/** Puts a question to a model. A model without what the form needs is a bug of the plan: roles are checked before a run starts. */
export function ask<Value>(
  model: Asked,
  { prompt, form, draw = onlyDraw }: Question<Value>,
  signal?: AbortSignal,
): Promise<Measured<Value>> {
  return form.send(model, prompt, draw, signal === undefined ? {} : { signal });
}

/** What the model does under this name. */
export function offered<Name extends CapabilityName>(
  { reference, capabilities }: Asked,
  name: Name,
): NonNullable<Asked["capabilities"][Name]> {
  const capability = capabilities[name];
  if (capability === undefined)
    throw new Error(`the plan asks ${reference} to ${name}, which it does not offer`);
  return capability;
}

/** A reply that is there and has not the form asked for. */
export function unparsed(code: string, reason: string): { readonly missing: Missing } {
  return { missing: { kind: "unparsed", code, reason } };
}
