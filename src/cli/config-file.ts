import { readFileSync } from "node:fs";
import { CredenceError } from "../core/error.ts";
import type { JsonObject } from "../core/json.ts";

/**
 * Reads a YAML file of settings. Names may be written as in flags (`max-usd`) or as in help (`maxUsd`).
 *
 * @throws CredenceError `input` naming the file, and the line where there is one
 */
export async function readConfigFile(file: string): Promise<JsonObject> {
  const { yamlObject } = await import("../core/yaml.ts");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new CredenceError("input", "the config file cannot be read", {
      where: file,
      fix: "Check the path after --config.",
      cause,
    });
  }
  const content = yamlObject(text, file, {
    what: "config file",
    fix: "Write one setting a line, as 'name: value'.",
  });
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
