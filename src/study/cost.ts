import type { Price } from "../core/identity.ts";
import type { JsonObject } from "../core/json.ts";
import { addUsage, noUsage, type Usage } from "../core/outcome.ts";
import type { OutcomeRecord } from "../ledger/ledger.ts";
import { usdOf } from "./budget.ts";
import type { Cost, CostLine } from "./envelope.ts";

interface Line {
  trials: number;
  calls: number;
  replayed: number;
  usage: Usage;
  seconds: number;
  usd: number | null;
}

/** What one prefix has cost so far, to tell what a new sitting had to evaluate again. */
interface PrefixState {
  session: number;
  /** Longest prompt and longest reuse seen, in tokens. */
  input: number;
  reused: number;
  /** Reuse by the first trial of a later sitting, with the length of its prompt. */
  colds: { readonly reused: number; readonly input: number }[];
}

/**
 * Sums the journal into the cost section: in all, by arm, by sitting. Everything that was paid for counts, also
 * trials measured again later.
 */
export async function costOf(
  records: AsyncIterable<OutcomeRecord>,
  priceOf: (role: string | null) => Price | null,
  study: JsonObject,
): Promise<Cost> {
  const total = line();
  const arms = new Map<string, Line>();
  const sessions = new Map<string, Line>();
  const prefixes = new Map<string, PrefixState>();
  for await (const record of records) {
    const price = priceOf(text(record.trial.role));
    for (const sum of [
      total,
      entry(arms, text(record.trial.arm) ?? "all", line),
      entry(sessions, `sitting ${record.session}`, line),
    ]) {
      add(sum, record, price);
    }
    notePrefix(prefixes, record);
  }
  return {
    total: { name: "all", ...total },
    arms: lines(arms),
    sessions: lines(sessions),
    evaluatedAgain: evaluatedAgain(prefixes),
    usd: total.usd,
    study,
  };
}

function line(): Line {
  return { trials: 0, calls: 0, replayed: 0, usage: noUsage, seconds: 0, usd: 0 };
}

function lines(map: ReadonlyMap<string, Line>): CostLine[] {
  return [...map].map(([name, sum]) => ({ name, ...sum }));
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function add(sum: Line, record: OutcomeRecord, price: Price | null): void {
  const usd = record.calls === 0 ? 0 : usdOf(record.usage, price);
  sum.trials++;
  sum.calls += record.calls;
  sum.replayed += record.replayed;
  sum.usage = addUsage(sum.usage, record.usage);
  sum.seconds += record.seconds;
  sum.usd = sum.usd === null || usd === null ? null : sum.usd + usd;
}

function notePrefix(prefixes: Map<string, PrefixState>, record: OutcomeRecord): void {
  const prefix = text(record.trial.prefix);
  const { uncachedInput, cacheRead } = record.usage;
  if (prefix === null || uncachedInput === null || cacheRead === null) return;
  const input = uncachedInput + cacheRead;
  const known = prefixes.get(prefix);
  if (known === undefined) {
    prefixes.set(prefix, { session: record.session, input, reused: cacheRead, colds: [] });
    return;
  }
  if (record.session !== known.session) {
    known.session = record.session;
    known.colds.push({ reused: cacheRead, input: Math.min(input, known.input) });
  }
  known.input = Math.max(known.input, input);
  known.reused = Math.max(known.reused, cacheRead);
}

/**
 * The first trial of a later sitting finds an empty cache. Had the sitting not ended it would have reused what its
 * neighbours reuse; where it has no warm neighbour, at most the shorter of the two prompts.
 */
function evaluatedAgain(prefixes: ReadonlyMap<string, PrefixState>): number {
  let tokens = 0;
  for (const { colds, reused } of prefixes.values()) {
    for (const cold of colds)
      tokens += Math.max(0, (reused > 0 ? Math.min(reused, cold.input) : cold.input) - cold.reused);
  }
  return tokens;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
