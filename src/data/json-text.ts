import { CredenceError } from "../core/error.ts";
import type { Json } from "../core/json.ts";

/**
 * Parses JSON and names the place when it is broken. Python writes NaN and infinities bare; they are read as null.
 *
 * @param where `file:line` or `file#member`
 */
export function parseJson(text: string, where: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const mended = withoutBareNumbers(text);
    if (mended !== text) {
      try {
        return JSON.parse(mended);
      } catch {
        // The first error says more.
      }
    }
    const reason = cause instanceof Error ? cause.message.replace(/\s+/g, " ").slice(0, 160) : String(cause);
    throw new CredenceError("input", `no valid JSON: ${reason}`, {
      where,
      fix: "Mend or remove it; nothing is skipped silently.",
      cause,
    });
  }
}

/** NaN, Infinity and -Infinity outside strings become null. */
function withoutBareNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : "null",
  );
}
