import type { z } from "zod";
import { closest } from "../core/closest.ts";
import { CredenceError } from "../core/error.ts";
import type { JsonObject } from "../core/json.ts";
import { readConfigFile } from "./config-file.ts";
import { type Field, fieldsOf, typedValue } from "./fields.ts";
import { type RunFlags, runOptions } from "./run-options.ts";

/** What was asked for: the shell's options and the study's own settings. */
export interface Settings {
  readonly options: RunFlags;
  readonly config: JsonObject;
}

/**
 * Joins flags and config file, flags first, and splits them into the shell's options and the study's settings.
 *
 * @throws CredenceError `usage` on a setting that nobody knows
 */
export async function settingsOf(
  study: Readonly<Record<string, z.ZodType>>,
  typed: Readonly<Record<string, unknown>>,
): Promise<Settings> {
  const shell = fieldsOf(runOptions.shape);
  const own = fieldsOf(study);
  const flags = Object.fromEntries(
    [...shell, ...own].flatMap((field): [string, unknown][] => {
      const value = typed[field.name];
      if (typeof value === "string" || typeof value === "boolean")
        return [[field.name, typedValue(field, value)]];
      if (Array.isArray(value) && value.length > 0) return [[field.name, value]];
      return [];
    }),
  );
  const file = typeof flags.config === "string" ? await readConfigFile(flags.config) : {};
  const known = new Set([...shell, ...own].map(({ name }) => name));
  for (const name of Object.keys(file)) {
    if (known.has(name)) continue;
    throw new CredenceError("usage", `unknown setting '${name}'`, {
      where: String(flags.config),
      fix: `${didYouMean(name, [...known])}Known settings: ${[...known].join(", ")}.`,
    });
  }
  const joined: Record<string, unknown> = { ...file, ...flags };
  const options = runOptions.safeParse(pick(shell, joined));
  if (!options.success) {
    const { settingTrouble } = await import("../study/setting-trouble.ts");
    throw new CredenceError("usage", `the options do not fit:\n${settingTrouble(options.error, joined)}`, {
      fix: "See --help.",
    });
  }
  return { options: options.data, config: jsonObject(pick(own, joined)) };
}

function didYouMean(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near === null ? "" : `Did you mean ${near}? `;
}

function pick(fields: readonly Field[], from: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap(({ name }) => (name in from ? [[name, from[name]]] : [])));
}

function jsonObject(values: Record<string, unknown>): JsonObject {
  return JSON.parse(JSON.stringify(values));
}
