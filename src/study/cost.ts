import type { Price } from "../core/identity.ts";
import type { JsonObject } from "../core/json.ts";
import { addUsage, noUsage, type Usage } from "../core/outcome.ts";
import { entryOf } from "../core/record.ts";
import type { OutcomeRecord } from "../ledger/ledger.ts";
import { usdOf } from "./budget.ts";
import type { Cost, CostLine } from "./envelope.ts";

interface Line {
  trials: number;
  calls: number;
  replayed: number;
  usage: Usage;
  usd: number | null;
  /** Seconds of trials whose end is not known. */
  loose: number;
  /** When trials began and ended, in seconds; one entry a trial. */
  readonly began: number[];
  readonly ended: number[];
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
      entryOf(arms, text(record.trial.arm) ?? "all", line),
      entryOf(sessions, `sitting ${record.session}`, line),
    ]) {
      add(sum, record, price);
    }
    notePrefix(prefixes, record);
  }
  return {
    total: lineOf("all", total),
    arms: lines(arms),
    sessions: lines(sessions),
    evaluatedAgain: evaluatedAgain(prefixes),
    usd: total.usd,
    study,
  };
}

function line(): Line {
  return { trials: 0, calls: 0, replayed: 0, usage: noUsage, usd: 0, loose: 0, began: [], ended: [] };
}

function lines(map: ReadonlyMap<string, Line>): CostLine[] {
  return [...map].map(([name, sum]) => lineOf(name, sum));
}

function lineOf(name: string, { loose, began, ended, ...sum }: Line): CostLine {
  return { name, ...sum, seconds: Math.round(1000 * (loose + busy(began, ended))) / 1000 };
}

/** Seconds during which at least one of the spans was under way. */
function busy(began: readonly number[], ended: readonly number[]): number {
  const order = Array.from(began.keys()).sort((a, b) => (began[a] ?? 0) - (began[b] ?? 0));
  let until = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const i of order) {
    const [from, to] = [began[i] ?? 0, ended[i] ?? 0];
    if (to > until) sum += to - Math.max(from, until);
    until = Math.max(until, to);
  }
  return sum;
}

function add(sum: Line, record: OutcomeRecord, price: Price | null): void {
  const usd = record.calls === 0 ? 0 : usdOf(record.usage, price);
  sum.trials++;
  sum.calls += record.calls;
  sum.replayed += record.replayed;
  sum.usage = addUsage(sum.usage, record.usage);
  if (record.at === undefined) sum.loose += record.seconds;
  else {
    sum.began.push(record.at / 1000 - record.seconds);
    sum.ended.push(record.at / 1000);
  }
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
