import { setTimeout as wait } from "node:timers/promises";
import { Hono } from "hono";
import { CredenceError } from "../../core/error.ts";
import { sha256 } from "../../core/json.ts";
import { type Random, random } from "../../stats/distributions/random.ts";
import type { Api } from "./apis/api.ts";
import { chat } from "./apis/chat.ts";
import { completions } from "./apis/completions.ts";
import { messages } from "./apis/messages.ts";
import { responses } from "./apis/responses.ts";
import { type Answer, type Ask, exchange, type Setting } from "./exchange.ts";
import type { ApiName, FaultKind, Knobs, Mechanism } from "./knobs.ts";
import { scriptedBacking } from "./model.ts";
import { type RealModel, realBacking } from "./real-model.ts";
import { eventBody, shortestWait, textBody } from "./stream.ts";
import type { ChatTemplate } from "./template.ts";
import { templates, withBos, withMerges } from "./templates.ts";

/** An endpoint that can be called in place of the network, or served with `listen`. */
export interface SimulatedEndpoint {
  /** Takes what the global `fetch` takes. The address's end says which API is meant, so any base URL will do. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
}

/** What stands in for parts of the world. */
export interface EndpointOptions {
  /** A chat template and tokenizer of one's own, in place of the knob's. */
  readonly template?: ChatTemplate;
  /** The model behind the endpoint, where the knob `model` names one. */
  readonly model?: RealModel;
  /** How time passes, in milliseconds; default: as it does. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

const apiNamed: Readonly<Record<ApiName, Api>> = { chat, responses, messages, completions };

/** The API that an address means. The longer path first: `/completions` is also the end of `/chat/completions`. */
function apiAt(path: string): Api | undefined {
  return [chat, responses, messages, completions].find((api) => path.endsWith(api.path));
}

/** The provider that a router asks, and the other one of a mix. */
const [usualProvider, otherProvider] = ["alder", "birch"] as const;

/**
 * An endpoint that does what its knobs say. All draws of a call come from the seed, the request's path and body, and how
 * often just these were seen: the order in which other calls come in changes nothing.
 *
 * @throws CredenceError `usage` when the knobs name a model that was not given
 * @example
 * const { fetch } = simulatedEndpoint(parseKnobs("mechanism=CONT"));
 * await fetch("http://simulated.invalid/v1/chat/completions", { method: "POST", body });
 */
export function simulatedEndpoint(knobs: Knobs, options: EndpointOptions = {}): SimulatedEndpoint {
  const setting = settingOf(knobs, options);
  const pass = options.sleep ?? wait;
  // A timer takes a millisecond at least; where no time is to pass there is none.
  const sleep = async (milliseconds: number): Promise<void> => {
    if (milliseconds >= shortestWait) await pass(milliseconds);
  };
  const served = knobs.api.map((name) => apiNamed[name]);
  const seen = new Map<string, number>();
  const drawsOf = (path: string, body: string): { readonly id: string; readonly draws: Random } => {
    const bytes = sha256(`${path}\n${body}`);
    const before = seen.get(bytes) ?? 0;
    seen.set(bytes, before + 1);
    const id = sha256(`${knobs.seed}\u0000${bytes}\u0000${before}`).slice(0, 24);
    return { id, draws: random(id) };
  };
  const app = new Hono();
  app.get("*", (context) =>
    context.req.path.endsWith("/models")
      ? context.json({ object: "list", data: [{ id: "simulated", object: "model", owned_by: "credence" }] })
      : context.notFound(),
  );
  app.post("*", async (context) => {
    const api = apiAt(context.req.path);
    const form = api ?? served[0] ?? chat;
    const refuse = (status: 400 | 404 | 429 | 500, message: string): Response =>
      context.json({ ...form.problem(status, message) }, status);
    if (api === undefined || !served.includes(api)) {
      return refuse(
        404,
        `nothing is served at ${context.req.path}; served: ${served.map(({ path }) => path).join(", ")}`,
      );
    }
    const body = await context.req.text();
    const { id, draws } = drawsOf(api.path, body);
    const parsed = api.request.safeParse(jsonOf(body));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return refuse(400, `${issue?.path.join(".") || "body"}: ${issue?.message ?? "not understood"}`);
    }
    if (knobs.logprobs === "refused" && parsed.data.topLogProbs !== null)
      return refuse(400, "logprobs: no member of that name is known here");
    await sleep(knobs.latency + knobs.jitter * draws.fork("latency").float());
    const fault = faultOf(knobs, draws.fork("fault").float());
    if (fault === "429") {
      context.header("retry-after", "1");
      return refuse(429, "too many requests; try again in a second");
    }
    if (fault === "500") return refuse(500, "something went wrong here");
    const route = routeOf(knobs, parsed.data, draws.fork("route").float());
    if (route === null) return refuse(404, "no provider is left that the request allows");
    const answer = await exchange(
      parsed.data,
      route.mechanism,
      { id, provider: route.provider },
      setting,
      draws.fork("exchange"),
    );
    if (answer === null) {
      return refuse(
        400,
        "the last message must be the user's: this model does not go on from an assistant message",
      );
    }
    const cut = fault === "cut" ? draws.fork("cut").float() : null;
    await sleep(answer.silentTokens * knobs.pace);
    return parsed.data.stream
      ? streamed(api, answer, cut, context.req.raw.signal)
      : replied(api, answer, cut);
  });
  app.onError((error, context) => {
    const form = apiAt(context.req.path) ?? chat;
    return context.json({ ...form.problem(500, error.message) }, 500);
  });

  const streamed = (api: Api, answer: Answer, cut: number | null, signal: AbortSignal): Response =>
    new Response(eventBody(api.events(answer), { pace: knobs.pace, sleep, cut, signal }), {
      headers: { "content-type": "text/event-stream", "cache-control": "no-cache" },
    });
  const replied = async (api: Api, answer: Answer, cut: number | null): Promise<Response> => {
    const spoken = answer.pieces(answer.text).length + answer.pieces(answer.thoughts ?? "").length;
    await sleep(spoken * knobs.pace);
    const text = JSON.stringify(api.reply(answer));
    const headers = { "content-type": "application/json" };
    return new Response(cut === null ? text : textBody(text, cut), { headers });
  };

  return {
    fetch: async (input, init) => {
      // A server's own kind of request cannot be copied.
      const request = input instanceof Request && init === undefined ? input : new Request(input, init);
      const { signal } = request;
      signal.throwIfAborted();
      const { promise, reject } = Promise.withResolvers<never>();
      const giveUp = (): void => reject(signal.reason);
      signal.addEventListener("abort", giveUp, { once: true });
      try {
        return await Promise.race([app.fetch(request), promise]);
      } finally {
        signal.removeEventListener("abort", giveUp);
      }
    },
  };
}

function settingOf(knobs: Knobs, options: EndpointOptions): Setting {
  const chosen = options.template ?? templates[knobs.template];
  const begun = knobs.bos ? withBos(chosen) : chosen;
  const template = knobs.merges ? withMerges(begun) : begun;
  if (knobs.model === "scripted") {
    return {
      knobs,
      template,
      model: options.model ? realBacking(options.model) : scriptedBacking(template, knobs),
    };
  }
  if (options.model === undefined) {
    throw new CredenceError("usage", "the model behind the simulated endpoint is not open", {
      where: `model=${knobs.model}`,
      fix: "Open it and hand it over: simulatedEndpoint(knobs, { model: realModel(await openModel(...)) }).",
    });
  }
  return { knobs, template, model: realBacking(options.model) };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** The fault of a call, if it has one; the shares lie one after the other. */
function faultOf(knobs: Knobs, at: number): FaultKind | null {
  let sum = 0;
  for (const { kind, share } of knobs.fault) {
    sum += share;
    if (at < sum) return kind;
  }
  return null;
}

/** Who answers. A request may name the only providers that it wants; of a mix the other one then gets all or nothing. */
function routeOf(
  knobs: Knobs,
  ask: Ask,
  at: number,
): { readonly provider: string; readonly mechanism: Mechanism } | null {
  const usual = { provider: usualProvider, mechanism: knobs.mechanism };
  const other = knobs.mix === null ? null : { provider: otherProvider, mechanism: knobs.mix.mechanism };
  const allowed = (provider: string): boolean => ask.providers?.includes(provider) ?? true;
  if (other === null || !allowed(other.provider)) return allowed(usual.provider) ? usual : null;
  if (!allowed(usual.provider)) return other;
  return at < (knobs.mix?.share ?? 0) ? other : usual;
}
