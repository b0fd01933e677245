import type { Missing } from "../core/outcome.ts";
import { noUsage } from "../core/outcome.ts";
import type { CallOptions, Capabilities, Model, Reply } from "./model.ts";

/** What happens around every call. */
export interface CallHooks {
  /** Passed to calls that bring no signal of their own. */
  readonly signal?: AbortSignal;
  /** May refuse the call: nothing is then sent. */
  readonly before?: () => Missing | null;
  readonly after?: (reply: Reply<unknown>) => void;
}

type Call<Request, Value> = (request: Request, call?: CallOptions) => Promise<Reply<Value>>;

/** A GET asks nothing of the model and costs nothing: it is no call. */
function unlessGet(plain: Capabilities["wire"], metered: Capabilities["wire"]): Capabilities["wire"] {
  return (request, call) => (request.method === "GET" ? plain(request, call) : metered(request, call));
}

/** The same model with hooks around every capability: how a trial's calls are counted, priced and kept within a budget. */
export function meteredModel(model: Model, hooks: CallHooks): Model {
  const around = <Request, Value>(inner: Call<Request, Value>): Call<Request, Value> => {
    return async (request, call) => {
      const refusal = hooks.before?.() ?? null;
      if (refusal !== null) return { ok: false, missing: refusal, usage: noUsage };
      const reply = await inner(
        request,
        hooks.signal === undefined ? call : { signal: hooks.signal, ...call },
      );
      hooks.after?.(reply);
      return reply;
    };
  };
  const { generate, score, scoreInTurn, tokensInTurn, choose, hidden, template, wire } = model.capabilities;
  const capabilities: Partial<Capabilities> = {
    ...(generate === undefined ? {} : { generate: around(generate) }),
    ...(score === undefined ? {} : { score: around(score) }),
    ...(scoreInTurn === undefined ? {} : { scoreInTurn: around(scoreInTurn) }),
    ...(choose === undefined ? {} : { choose: around(choose) }),
    ...(hidden === undefined ? {} : { hidden: around(hidden) }),
    ...(wire === undefined ? {} : { wire: unlessGet(wire, around(wire)) }),
    // Rendering a prompt or counting tokens asks nothing of the model and costs nothing.
    ...(template === undefined ? {} : { template }),
    ...(tokensInTurn === undefined ? {} : { tokensInTurn }),
  };
  return { ...model, capabilities };
}
