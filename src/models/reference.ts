import { CredenceError } from "../core/error.ts";

/** Forms of the requests that a server takes: OpenAI's chat completions, responses or bare completions, or Anthropic's messages. */
export const apis = ["chat", "responses", "messages", "completions"] as const;

export type Api = (typeof apis)[number];

/** A model reference, taken apart. */
export type Reference =
  | { readonly adapter: "local"; readonly kind: "catalog" | "file" | "hub"; readonly name: string }
  | {
      readonly adapter: "openai";
      readonly name: string;
      /** Base URL without credentials or query. */
      readonly endpoint: string;
      /** Environment variables that may hold the key, first found wins. */
      readonly keys: readonly string[];
      readonly keyNeeded: boolean;
      /** How the server wants an open assistant turn: as it is, or with vLLM's flags (`?continue=vllm`). */
      readonly open: "plain" | "vllm";
      /** Another than chat is asked for with `?api=`. */
      readonly api: Exclude<Api, "messages">;
    }
  | {
      readonly adapter: "anthropic";
      readonly name: string;
      /** Base URL that `/messages` is joined to (`http://host/v1?api=messages#NAME`); null for Anthropic itself, or the server that the environment names. */
      readonly endpoint: string | null;
      /** Environment variable that may hold the key. */
      readonly keys: readonly string[];
      readonly keyNeeded: boolean;
      readonly api: "messages";
    }
  | { readonly adapter: "scripted"; readonly name: string };

const forms =
  "Write smollm2-135m, ./model.gguf, hf:owner/repo/file.gguf, openai:NAME, anthropic:NAME, openrouter:NAME, http://host:port/v1#NAME (with ?api=messages, responses or completions where it speaks no chat completions) or scripted:NAME.";

/**
 * Parses a model reference.
 *
 * @throws CredenceError `usage` that lists the forms
 * @example parseReference("http://127.0.0.1:8000/v1#qwen").adapter // "openai"
 */
export function parseReference(text: string): Reference {
  if (/^https?:\/\//.test(text)) return served(text);
  if (/\.gguf$/i.test(text) && !text.startsWith("hf:")) return { adapter: "local", kind: "file", name: text };
  const colon = text.indexOf(":");
  const scheme = colon === -1 ? "local" : text.slice(0, colon);
  const name = text.slice(colon + 1);
  if (name === "") throw unknown(text);
  switch (scheme) {
    case "local":
      return { adapter: "local", kind: "catalog", name };
    case "hf":
      if (!/^[^/]+\/[^/]+\/.+\.gguf$/i.test(name)) throw unknown(text);
      return { adapter: "local", kind: "hub", name };
    case "openai":
      return provider(name, "https://api.openai.com/v1", "OPENAI_API_KEY");
    case "openrouter":
      return provider(name, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY");
    case "anthropic":
      return {
        ...{ adapter: "anthropic", name, endpoint: null, api: "messages" },
        ...{ keys: ["ANTHROPIC_API_KEY"], keyNeeded: true },
      };
    case "scripted":
      return { adapter: "scripted", name };
    default:
      throw unknown(text);
  }
}

function provider(name: string, endpoint: string, key: string): Reference {
  return { adapter: "openai", name, endpoint, keys: [key], keyNeeded: true, open: "plain", api: "chat" };
}

function served(text: string): Reference {
  if (!URL.canParse(text)) throw unknown(text);
  const url = new URL(text);
  const name = decodeURIComponent(url.hash.slice(1));
  if (name === "") {
    throw new CredenceError("usage", "the address does not say which model to ask for", {
      where: `${url.origin}${url.pathname}`,
      fix: "Put the model's name behind a #, as in http://127.0.0.1:8000/v1#qwen.",
    });
  }
  refuseSecrets(url);
  const written = url.searchParams.get("api") ?? "chat";
  const api = apis.find((known) => known === written);
  if (api === undefined) {
    throw new CredenceError("usage", `no API is called '${written}'`, {
      where: `${url.origin}${url.pathname}?api=`,
      fix: `There are ${apis.join(", ")}.`,
    });
  }
  const server = { name, endpoint: endpointOf(url), keys: ["CREDENCE_API_KEY"], keyNeeded: false };
  if (api === "messages") return { ...server, adapter: "anthropic", api };
  return {
    ...server,
    adapter: "openai",
    api,
    open: url.searchParams.get("continue") === "vllm" ? "vllm" : "plain",
  };
}

/** An address stands in reports and runs, so it may hold no key: neither a name and password nor a parameter of its own. */
function refuseSecrets(url: URL): void {
  const where = `${url.host}${url.pathname}`;
  const fix = "Keys come from the environment (CREDENCE_API_KEY) and are never written to a run.";
  if (url.username !== "" || url.password !== "")
    throw new CredenceError("usage", "the address holds a name or a password", { where, fix });
  const other = [...url.searchParams.keys()].find((name) => name !== "api" && name !== "continue");
  if (other === undefined) return;
  throw new CredenceError(
    "usage",
    `the address has a parameter '${other.slice(0, 40)}'; it may have api and continue`,
    {
      where,
      fix,
    },
  );
}

/** A base URL without credentials, query and last slash. */
export function endpointOf(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/$/, "");
}

function unknown(text: string): CredenceError {
  return new CredenceError("usage", `'${text}' is no model reference`, { fix: forms });
}
