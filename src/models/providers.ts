import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import type { CacheRule, Price } from "../core/identity.ts";
import { yamlObject } from "../core/yaml.ts";
import { commonFields, type UsageFields } from "./usage-fields.ts";

/** What is known of providers: prices, cache rules, and what they call the numbers they report. The first entry that knows wins. */
export type Providers = readonly Provider[];

/** One server. */
interface Provider {
  /** Its base URL; what lies below it is meant too. */
  readonly endpoint: string;
  readonly cache: CacheRule | null;
  /** Null where nothing is said of it. */
  readonly usage: UsageFields | null;
  /** Name as the provider knows it → its price, and its own minimum where it has one. */
  readonly models: Readonly<Record<string, { readonly price: Price; readonly minimumTokens: number | null }>>;
}

/** What is known of one model on one server. */
export interface Terms {
  readonly price: Price | null;
  readonly cacheRule: CacheRule | null;
  readonly usage: UsageFields;
}

const dollars = z.number().min(0);
const paths = z.union([z.string().transform((path) => [path]), z.array(z.string()).min(1)]);

const listForm = z.strictObject({
  dated: z
    .union([z.string(), z.date()])
    .transform((date) => (typeof date === "string" ? date : date.toISOString().slice(0, 10))),
  providers: z.array(
    z.strictObject({
      endpoint: z.url(),
      source: z.string().optional(),
      cache: z
        .strictObject({
          minimumTokens: z.int().min(0),
          blockTokens: z.int().min(1).default(1),
          ttlSeconds: z.number().min(0),
          keepsOutputs: z.boolean().default(false),
          marked: z.boolean().default(false),
        })
        .optional(),
      usage: z
        .strictObject({
          input: z.string().default(commonFields.input),
          cacheRead: paths.default([...commonFields.cacheRead]),
          cacheWrite: paths.default([...commonFields.cacheWrite]),
          output: z.string().default(commonFields.output),
          inputIncludesCached: z.boolean().default(commonFields.inputIncludesCached),
        })
        .optional(),
      models: z
        .record(
          z.string(),
          z.strictObject({
            input: dollars,
            cacheRead: dollars,
            cacheWrite: dollars.default(0),
            output: dollars,
            minimumTokens: z.int().min(0).optional(),
          }),
        )
        .default({}),
    }),
  ),
});

let shipped: Providers | null = null;

/** The list that comes with credence. */
export function shippedProviders(): Providers {
  shipped ??= read(fileURLToPath(new URL("../../assets/providers/providers.yaml", import.meta.url)));
  return shipped;
}

/**
 * A user's list in front of the shipped one.
 *
 * @throws CredenceError `input` naming the file and the field
 */
export function providersFrom(file: string): Providers {
  return [...read(file), ...shippedProviders()];
}

/**
 * Prices, cache rule and field names for a model on a server. Each is taken from the first entry that has it.
 *
 * @param alike the server whose protocol it speaks, where that is another: what is not known of the one is taken from the other
 */
export function termsOf(
  providers: Providers,
  endpoint: string,
  name: string,
  alike: string = endpoint,
): Terms {
  const here = [endpoint, alike].flatMap((address) =>
    providers.filter((provider) => isBelow(address, provider.endpoint)),
  );
  const priced = here.flatMap(({ models }) => {
    const known = Object.keys(models).find((key) => isVersionOf(name, key));
    return known === undefined ? [] : (models[known] ?? []);
  })[0];
  const rule = here.find(({ cache }) => cache !== null)?.cache ?? null;
  return {
    price: priced?.price ?? null,
    cacheRule: rule === null ? null : { ...rule, minimumTokens: priced?.minimumTokens ?? rule.minimumTokens },
    usage: here.find(({ usage }) => usage !== null)?.usage ?? commonFields,
  };
}

function isBelow(endpoint: string, base: string): boolean {
  return endpoint === base || endpoint.startsWith(`${base}/`);
}

/** A dated name, such as `gpt-4o-2024-08-06`, is a version of the undated one. */
function isVersionOf(name: string, known: string): boolean {
  return (
    name === known || (name.startsWith(known) && /^-\d{4}-?\d{2}-?\d{2}$/.test(name.slice(known.length)))
  );
}

const fix = "Write it like assets/providers/providers.yaml of this package.";

function read(file: string): Providers {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new CredenceError("input", "the price list cannot be read", {
      where: file,
      fix: "Check the path after --prices.",
      cause,
    });
  }
  const parsed = listForm.safeParse(yamlObject(text, file, { what: "price list", fix }));
  if (!parsed.success) {
    throw new CredenceError("input", `the price list does not fit:\n${z.prettifyError(parsed.error)}`, {
      where: file,
      fix,
    });
  }
  const { dated, providers } = parsed.data;
  return providers.map(({ endpoint, source = `${file}, dated ${dated}`, cache, usage, models }) => ({
    endpoint: endpoint.replace(/\/$/, ""),
    cache: cache === undefined ? null : { ...cache, source },
    usage: usage ?? null,
    models: Object.fromEntries(
      Object.entries(models).map(([name, { minimumTokens, ...price }]) => [
        name,
        { price: { ...price, source }, minimumTokens: minimumTokens ?? null },
      ]),
    ),
  }));
}
