import { CredenceError } from "../core/error.ts";
import type { RegisteredModel } from "../core/identity.ts";
import { cachedModel, cachedScores } from "../models/cached.ts";
import type { Model } from "../models/model.ts";
import { parseReference } from "../models/reference.ts";
import { missingCapabilities } from "../models/require.ts";
import { percentTo } from "./events.ts";
import type { RunOptions } from "./runnable.ts";
import type { Role } from "./study.ts";

/** Opened models by role. A reference that plays several roles is one model, with one cache and one limiter. */
export interface OpenRoles {
  readonly models: ReadonlyMap<string, Model>;
  close(): Promise<void>;
}

/**
 * Opens the models of all roles.
 *
 * @throws CredenceError `model` where one cannot do what its role needs
 */
export async function openRoles(roles: readonly Role[], options: RunOptions): Promise<OpenRoles> {
  const { cache } = options;
  const opened = new Map<string, Model>();
  const models = new Map<string, Model>();
  const close = (): Promise<void> => closeAll(opened.values());
  try {
    for (const role of roles) {
      const name = sameAs(role.model);
      let model = opened.get(name);
      if (model === undefined) {
        model = await options.open(role.model, {
          env: process.env,
          onProgress: percentTo(options.events),
          ...(options.concurrency === null ? {} : { concurrency: options.concurrency }),
        });
        if (cache !== null) model = withCache(model, cache);
        opened.set(name, model);
      }
      models.set(role.name, model);
      checkRole(role, model);
    }
    return { models, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Models of roles that can be opened without fetching anything, for counting beforehand. */
export async function rolesAtHand(
  roles: readonly Role[],
  open: ((reference: string) => Promise<Model | null>) | undefined,
): Promise<{ readonly of: (role: string) => Model | null; close(): Promise<void> }> {
  const opened = new Map<string, Model | null>();
  const models = new Map<string, Model>();
  const close = (): Promise<void> => closeAll([...opened.values()].filter((model) => model !== null));
  try {
    for (const role of open === undefined ? [] : roles) {
      const name = sameAs(role.model);
      const model = opened.has(name) ? (opened.get(name) ?? null) : ((await open?.(role.model)) ?? null);
      opened.set(name, model);
      if (model === null) continue;
      checkRole(role, model);
      models.set(role.name, model);
    }
    return { of: (role) => models.get(role) ?? null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The same model with its answers kept: all of a paid one's, the scores alone of one that runs here. */
export function withCache(model: Model, cache: NonNullable<RunOptions["cache"]>): Model {
  if (model.identity.endpoint !== null) return cachedModel(model, cache);
  return model.identity.adapter === "local" ? cachedScores(model, cache) : model;
}

/** What a model is registered as. */
export function registeredModel(model: Model): RegisteredModel {
  return {
    ...model.identity,
    reference: model.reference,
    capabilities: Object.keys(model.capabilities).sort(),
    caching: model.caching,
    contextTokens: model.contextTokens,
    price: model.price,
    cacheRule: model.cacheRule,
  };
}

/** Two ways to write one reference name one model. */
function sameAs(reference: string): string {
  return JSON.stringify(parseReference(reference));
}

function checkRole(role: Role, model: Model): void {
  const lack = missingCapabilities(model, role.needs);
  if (lack === null) return;
  throw new CredenceError("model", `${role.model} cannot play the ${role.name} (${role.purpose}): ${lack}`, {
    fix: "Choose another model, or settings that need less of it.",
  });
}

async function closeAll(models: Iterable<Model>): Promise<void> {
  for (const model of models) await model.close();
}
