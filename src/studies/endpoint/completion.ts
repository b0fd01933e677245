import { isJsonObject, type Json } from "../../core/json.ts";
import type { Api } from "../../models/reference.ts";
import { firstOf, listAt, objectAt, textAt } from "./json-fields.ts";

/** Why a reply is no completion. */
export interface NoCompletion {
  /** The status that is meant: that of an error inside a status 200 where it names one. */
  readonly status: number;
  readonly error: string;
  /** Did the server say so itself? A web page or an empty list of choices says nothing of the request. */
  readonly refused: boolean;
}

/** What is looked at. */
interface Came {
  readonly status: number;
  readonly text: string;
  readonly body: Json | undefined;
  readonly location: string | null;
}

/** Why this body holds no completion; null where it holds one. Only a body that does is a reply. */
export function noCompletion(api: Api, { status, text, body, location }: Came): NoCompletion | null {
  if (status >= 300 && status < 400) {
    const to = location === null ? "to no place that is named" : `to ${location}`;
    return { status, error: `it points ${to}, and no redirect is followed with a key`, refused: false };
  }
  const choice = firstOf(body, "choices");
  const inside = [errorIn(body), errorIn(choice), errorIn(objectAt(choice, "message"))].find(
    (error) => error !== null,
  );
  if (inside !== undefined && inside !== null)
    return { status: status >= 400 ? status : (inside.code ?? status), error: inside.words, refused: true };
  if (status >= 400) return { status, error: plainWords(text), refused: true };
  if (textAt(choice, "finish_reason") === "error")
    return { status, error: "the reply ended with “error” and no word more", refused: true };
  return hasForm(api, body) ? null : { status, error: otherForm(text, body), refused: false };
}

function hasForm(api: Api, body: Json | undefined): boolean {
  if (!isJsonObject(body)) return false;
  if (api === "messages") return Array.isArray(body.content);
  if (api === "responses") return Array.isArray(body.output);
  return listAt(body, "choices").some(
    (choice) => objectAt(choice, "message") !== undefined || textAt(choice, "text") !== null,
  );
}

function otherForm(text: string, body: Json | undefined): string {
  if (/^\s*<(!doctype|html)/i.test(text))
    return "a web page came back and no completion: is this the address of the API?";
  if (isJsonObject(body) && Array.isArray(body.choices) && body.choices.length === 0)
    return "the list of choices is empty, as a content filter leaves it";
  if (/^(: |data:|event:)/m.test(text)) return "a stream of events came back that is not read for this API";
  return text.trim() === "" ? "the body is empty" : `no completion stands in it: ${plainWords(text)}`;
}

/** An error that a body names, in words, with its code where that is a status. */
function errorIn(body: Json | undefined): { readonly code: number | null; readonly words: string } | null {
  if (!isJsonObject(body)) return null;
  const { error } = body;
  if (typeof error === "string" && error !== "") return { code: null, words: plainWords(error) };
  if (isJsonObject(error)) {
    const code = Number(error.code ?? error.status);
    const words = textAt(error, "message") ?? JSON.stringify(error);
    // A router's own words say little where the provider's stand beside them.
    const raw = textAt(objectAt(error, "metadata"), "raw");
    return {
      code: code >= 100 && code < 600 ? code : null,
      words: plainWords(raw === null ? words : `${words}: ${raw}`),
    };
  }
  if (body.object !== "error") return null;
  const { message } = body;
  return {
    code: null,
    words: plainWords(typeof message === "string" ? message : JSON.stringify(message ?? body)),
  };
}

function plainWords(words: string): string {
  return words.replace(/\s+/g, " ").trim().slice(0, 300);
}
