import { readFileSync } from "node:fs";
import { CredenceError } from "../core/error.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";

/**
 * Reads a YAML file of settings. Names may be written as in flags (`max-usd`) or as in help (`maxUsd`).
 *
 * @throws CredenceError `input` naming the file, and the line where there is one
 */
export async function readConfigFile(file: string): Promise<JsonObject> {
  const { parseDocument } = await import("yaml");
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
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new CredenceError("input", `no valid YAML: ${problem.message.split("\n")[0] ?? ""}`, {
      where: `${file}:${problem.linePos?.[0].line ?? 1}`,
      fix: "Write one setting a line, as 'name: value'.",
    });
  }
  const content: unknown = document.toJS();
  if (!isJsonObject(content)) {
    throw new CredenceError("input", "the config file holds no settings", {
      where: file,
      fix: "Write one setting a line, as 'name: value'.",
    });
  }
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
