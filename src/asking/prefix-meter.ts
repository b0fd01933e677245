import { seenPrefixes } from "./seen-prefixes.ts";

/** A prompt, and which of its neighbours begin alike. */
export interface MeteredCall {
  readonly text: string;
  /** Calls of one prefix begin with the same tokens. */
  readonly prefix: string;
  /** Prefixes of one family may begin alike too, such as those of one way to show a run. */
  readonly family: string;
}

/** When a call was made, and how long before it another may lie that it still profits from. */
export interface MadeCall {
  /** When it was done, in milliseconds since 1970. */
  readonly at: number | null;
  readonly seconds: number;
  readonly keptSeconds: number;
}

/** What a call shares with earlier ones, in characters. */
export interface SharedPrefix {
  /** The longest prefix that an earlier call has too: what an ideal cache need not evaluate. */
  readonly shared: number;
  /** The same of earlier calls that had ended when this one began, not longer ago than asked for: what is surely in the cache. */
  readonly sure: number;
  /** The same of all earlier calls, whatever their family, at most: true to 128 characters. */
  readonly most: number;
}

/** Clocks are read in whole milliseconds, and a call begins when the one before it ends. */
const clockSlackMs = 3;

/** A call that was made, and when it was done. */
interface HeldCall {
  readonly text: string;
  at: number | null;
}

/**
 * A meter for an ideal cache: given calls in order, what each shares with those before it. It holds all earlier calls on the same
 * prefix and the last calls of the same family on four others before it, so also a system prompt that prompts have in common.
 */
export function prefixMeter(): (call: MeteredCall, made?: MadeCall) => SharedPrefix {
  const last = new Map<string, { prefix: string; held: HeldCall[]; before: readonly HeldCall[] }>();
  const seen = seenPrefixes();
  return ({ text, prefix, family }, made) => {
    const known = last.get(family);
    const state =
      known?.prefix === prefix
        ? known
        : {
            prefix,
            held: [],
            before: [...(known?.before ?? []), ...(known?.held.slice(-1) ?? [])].slice(-4),
          };
    last.set(family, state);
    let shared = 0;
    let sure = 0;
    for (const call of [...state.before, ...state.held]) {
      const kept = made !== undefined && call.at !== null && keptBy(call.at, made);
      if (shared === text.length && (sure === shared || !kept)) continue;
      const common = commonPrefix(text, call.text);
      shared = Math.max(shared, common);
      if (kept) sure = Math.max(sure, common);
    }
    const at = made?.at ?? null;
    const same = state.held.at(-1);
    // Draws of one question differ in nothing: one copy is enough to hold.
    if (same?.text === text) same.at = latest(same.at, at);
    else state.held.push({ text, at });
    return { shared, sure, most: made === undefined ? shared : seen.meet(text) };
  };
}

function keptBy(before: number, { at, seconds, keptSeconds }: MadeCall): boolean {
  if (at === null) return false;
  const began = at - seconds * 1000;
  if (keptSeconds === 0) return false;
  return before <= began + clockSlackMs && began - before <= keptSeconds * 1000;
}

/** Of two draws side by side, the later end is the one that both have behind them. */
function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

/** Characters that two texts begin with alike. */
function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
