import { bare } from "../probes/probe.ts";
import type { EndpointValue } from "../trial.ts";

/** A reply that counts: a completion that was not cut off. */
export function counts({ status, error, cut }: EndpointValue): boolean {
  return status >= 200 && status < 300 && error === null && !cut;
}

/** Statuses that say nothing of the request: too many of them, or a server that is down. */
const notNow: readonly number[] = [408, 425, 429, 502, 503, 504, 520, 522, 524, 529];

/** Was a request of this form refused, with any status that is about the request, or with an error inside a status 200? */
export function refuses({ status, refused }: EndpointValue): boolean {
  return refused && !notNow.includes(status);
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

/**
 * The reply as a careful proxy would cut it to fit an unfinished turn: without the turn in front, be it in quotation marks or behind white space; unchanged
 * where it does not begin with it.
 */
export function cutToFit(text: string, prefill: string): string {
  if (beginsWith(text, prefill)) return withoutEcho(text, prefill);
  const [said, begun] = [bare(text), bare(prefill).trimEnd()];
  return begun !== "" && said.startsWith(begun) ? said.slice(begun.length) : text;
}
