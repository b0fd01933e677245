import type { EndpointValue } from "../trial.ts";

/** A reply that counts: a success that was not cut off. */
export function counts(value: EndpointValue): boolean {
  return value.status >= 200 && value.status < 300 && !value.cut;
}

/** Statuses by which a server says that it will not take a request of this form. */
export const refusingStatuses: readonly number[] = [400, 422];

/** Was a request of this form refused? */
export function refuses({ status }: EndpointValue): boolean {
  return refusingStatuses.includes(status);
}

/** Did the tokens run out before any text came? What was spent on thoughts says nothing about how the text would have begun. */
export function starved(value: EndpointValue): boolean {
  return value.text.trim() === "" && ranOut(value);
}

/** Did the reply end at the output cap, in the words of any of the APIs? */
export function ranOut({ finish }: EndpointValue): boolean {
  return finish !== null && ["length", "max_tokens", "max_output_tokens", "incomplete"].includes(finish);
}

/** Does the reply begin with the prefill, but for white space? */
export function beginsWith(text: string, prefill: string): boolean {
  return text.trimStart().startsWith(prefill.trim());
}

/** The reply without an echoed prefill in front; unchanged where it does not begin with it. */
export function withoutEcho(text: string, prefill: string): string {
  return beginsWith(text, prefill) ? text.trimStart().slice(prefill.trim().length) : text;
}
