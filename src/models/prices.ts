import type { Price } from "../core/identity.ts";
import type { Reference } from "./reference.ts";

const free: Price = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, source: "runs in this process" };

const listed = "provider's public price list, read 2025-08";

/** Dollars per million tokens by name, where the provider bills directly. Others are unknown, not free. */
const table: Readonly<Record<string, Price>> = {
  "gpt-4o": { input: 2.5, cacheRead: 1.25, cacheWrite: 0, output: 10, source: listed },
  "gpt-4o-mini": { input: 0.15, cacheRead: 0.075, cacheWrite: 0, output: 0.6, source: listed },
  "gpt-4.1": { input: 2, cacheRead: 0.5, cacheWrite: 0, output: 8, source: listed },
  "gpt-4.1-mini": { input: 0.4, cacheRead: 0.1, cacheWrite: 0, output: 1.6, source: listed },
  "gpt-4.1-nano": { input: 0.1, cacheRead: 0.025, cacheWrite: 0, output: 0.4, source: listed },
};

/** What a model costs, or null where nobody has said. */
export function priceOf(reference: Reference): Price | null {
  if (reference.adapter === "local" || reference.adapter === "scripted") return free;
  if (reference.adapter === "openai" && reference.endpoint === "https://api.openai.com/v1") {
    return table[reference.name] ?? null;
  }
  return null;
}
