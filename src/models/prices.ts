import type { Price } from "../core/identity.ts";
import { type Providers, termsOf } from "./providers.ts";
import type { Reference } from "./reference.ts";

/** What a model in this process costs. */
export const free: Price = {
  ...{ input: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
  source: "runs in this process",
};

/** Where Anthropic itself serves. */
export const anthropicEndpoint = "https://api.anthropic.com";

/** What a model costs by its reference, unopened; null where nobody has said. */
export function priceOf(reference: Reference, providers: Providers): Price | null {
  switch (reference.adapter) {
    case "local":
    case "scripted":
      return free;
    case "openai":
      return termsOf(providers, reference.endpoint, reference.name).price;
    case "anthropic":
      return termsOf(providers, reference.endpoint ?? anthropicEndpoint, reference.name).price;
  }
}
