import { CredenceError } from "../core/error.ts";

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
    }
  | { readonly adapter: "anthropic"; readonly name: string }
  | { readonly adapter: "scripted"; readonly name: string };

const forms =
  "Write smollm2-135m, ./model.gguf, hf:owner/repo/file.gguf, openai:NAME, anthropic:NAME, openrouter:NAME, http://host:port/v1#NAME or scripted:NAME.";

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
      return { adapter: "anthropic", name };
    case "scripted":
      return { adapter: "scripted", name };
    default:
      throw unknown(text);
  }
}

function provider(name: string, endpoint: string, key: string): Reference {
  return { adapter: "openai", name, endpoint, keys: [key], keyNeeded: true, open: "plain" };
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
  return {
    adapter: "openai",
    name,
    endpoint: endpointOf(url),
    keys: ["CREDENCE_API_KEY"],
    keyNeeded: false,
    open: url.searchParams.get("continue") === "vllm" ? "vllm" : "plain",
  };
}

/** A base URL without credentials, query and last slash. */
export function endpointOf(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/$/, "");
}

function unknown(text: string): CredenceError {
  return new CredenceError("usage", `'${text}' is no model reference`, { fix: forms });
}
