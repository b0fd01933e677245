import { parseDocument } from "yaml";
import { CredenceError } from "./error.ts";
import { isJsonObject, type JsonObject } from "./json.ts";

/**
 * Parses YAML that holds named values.
 *
 * @param about what the text is, such as `config file`, and how it should be written
 * @throws CredenceError `input` naming the file, and the line where there is one
 */
export function yamlObject(
  text: string,
  file: string,
  about: { readonly what: string; readonly fix: string },
): JsonObject {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new CredenceError("input", `no valid YAML: ${problem.message.split("\n")[0] ?? ""}`, {
      where: `${file}:${problem.linePos?.[0].line ?? 1}`,
      fix: about.fix,
    });
  }
  const content: unknown = document.toJS();
  if (isJsonObject(content)) return content;
  throw new CredenceError("input", `the ${about.what} holds no settings`, { where: file, fix: about.fix });
}
