import { encodeState } from "../core/state-text.ts";
import { type Form, offered } from "./form.ts";

/** A final-layer state as it stands in a journal: base64 of 32-bit floats, little-endian. */
export interface State {
  readonly state: string;
}

/** The state at the prompt's last token, or its mean over the tokens of a text that goes on from it. */
export function state(continuation?: string): Form<State> {
  const on = continuation === undefined ? {} : { continuation };
  return {
    ...{ kind: "state", needs: "hidden", outputTokens: [0, 0] },
    ...(continuation === undefined ? {} : { continuations: [continuation] }),
    send: async (model, prompt, _, call) => {
      const reply = await offered(model, "hidden")({ prompt, ...on }, call);
      return reply.ok ? { value: { state: encodeState(reply.value) } } : { missing: reply.missing };
    },
  };
}
