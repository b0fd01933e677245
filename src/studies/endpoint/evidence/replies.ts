import type { EndpointValue } from "../trial.ts";

/** A reply that counts: a success that was not cut off. */
export function counts(value: EndpointValue): boolean {
  return value.status >= 200 && value.status < 300 && !value.cut;
}

/** Does the reply begin with the prefill, but for white space? */
export function beginsWith(text: string, prefill: string): boolean {
  return text.trimStart().startsWith(prefill.trim());
}

/** The reply without an echoed prefill in front; unchanged where it does not begin with it. */
export function withoutEcho(text: string, prefill: string): string {
  return beginsWith(text, prefill) ? text.trimStart().slice(prefill.trim().length) : text;
}
