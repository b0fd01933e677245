import type { JsonObject } from "../core/json.ts";
import { readNamed } from "../core/named-file.ts";

/**
 * Reads a YAML file of settings. Names may be written as in flags (`max-usd`) or as in help (`maxUsd`).
 *
 * @throws CredenceError `input` naming the file, and the line where there is one
 */
export async function readConfigFile(file: string): Promise<JsonObject> {
  const { yamlObject } = await import("../core/yaml.ts");
  const text = readNamed(file, "config file", "Check the path after --config.");
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
