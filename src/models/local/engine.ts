import { cellBook } from "./cells.ts";
import type { Batch, ContextShape, Libllama, Pointer } from "./libllama.ts";

/** A sequence of tokens to evaluate. */
export interface Pass {
  /** Grows while text is generated. */
  readonly tokens: number[];
  /** First position whose logits are wanted; what lies before it may come from the cache. */
  readonly firstOutput: number;
  /** Logits after the token at a position, valid during the call only. */
  readonly onLogits?: (position: number, logits: Float32Array) => void;
  /** State of the last token instead of logits, valid during the call only. */
  readonly onHidden?: (state: Float32Array) => void;
  /** Next token to append once all are evaluated; null ends the pass. */
  readonly next?: () => number | null;
  /** Tokens that `next` may append at most. */
  readonly growth?: number;
  readonly signal?: AbortSignal;
}

/** Tokens of one pass, exactly. */
export interface PassMeter {
  readonly evaluated: number;
  readonly reused: number;
  readonly generated: number;
}

/** What became of a pass: its meter, and whether it was given up. */
export type PassEnd = PassMeter & { readonly aborted: boolean };

/** A small continuous-batching engine: many passes at once, packed into common batches, prefixes shared. */
export interface Engine {
  /** Longest sequence it can hold. */
  readonly longest: number;
  run(pass: Pass): Promise<PassEnd>;
  /** Tokens handed to libllama so far, and batches. */
  readonly counters: { readonly tokens: number; readonly batches: number };
  close(): Promise<void>;
}

/** One sequence in the cache. */
interface Slot {
  readonly sequence: number;
  tokens: number[];
  cells: number[];
  job: Job | null;
  used: number;
}

interface Job {
  readonly pass: Pass;
  readonly resolve: (end: PassEnd) => void;
  readonly reject: (error: unknown) => void;
  slot: Slot | null;
  evaluated: number;
  reused: number;
  generated: number;
}

/** A prefix that another pass is just evaluating is waited for if that saves at least this many tokens. */
const worthWaiting = 32;

/**
 * Starts an engine on a loaded model. Passes are packed in the order they came; the same passes in the same order make the same
 * batches.
 */
export function engine(library: Libllama, model: Pointer, shape: ContextShape, sizes: { readonly vocabulary: number; readonly hidden: number }): Engine {
  const context = library.newContext(model, shape);
  if (context === null) throw new Error("libllama could not make a context of this size");
  const memory = library.memory(context);
  const batch = library.newBatch(shape.batch);
  const book = cellBook(shape.cells);
  const slots: Slot[] = Array.from({ length: shape.sequences }, (_, sequence) => ({ sequence, tokens: [], cells: [], job: null, used: 0 }));
  const waiting: Job[] = [];
  const active: Job[] = [];
  const counters = { tokens: 0, batches: 0 };
  let clock = 0;
  let running: Promise<void> | null = null;

  const truncate = (slot: Slot, length: number): void => {
    if (slot.tokens.length <= length) return;
    library.removeTail(memory, slot.sequence, length);
    book.release(slot.cells.splice(length));
    slot.tokens.length = length;
  };
  const final = (job: Job): number => job.pass.tokens.length + (job.pass.growth ?? 0) - job.generated;
  const end = (job: Job, aborted: boolean): void => {
    const at = active.indexOf(job);
    if (at !== -1) active.splice(at, 1);
    if (job.slot !== null) job.slot.job = null;
    job.resolve({ evaluated: job.evaluated, reused: job.reused, generated: job.generated, aborted });
  };

  /** Gives a waiting pass a sequence with the longest prefix there is; false if it must wait. */
  const admit = (job: Job): boolean => {
    const { tokens, firstOutput } = job.pass;
    const most = Math.min(firstOutput, tokens.length - 1);
    let source: Slot | null = null;
    let ready = 0;
    let coming = 0;
    for (const slot of slots) {
      const target = slot.job === null ? slot.tokens : slot.job.pass.tokens;
      const common = Math.min(most, commonPrefix(target, tokens));
      coming = Math.max(coming, common);
      const now = Math.min(common, slot.tokens.length);
      if (now > ready) {
        source = slot;
        ready = now;
      }
    }
    if (coming - ready >= worthWaiting) return false;
    const idle = slots.filter((slot) => slot.job === null);
    const promised = active.reduce((sum, other) => sum + final(other) - (other.slot?.tokens.length ?? 0), 0);
    const others = idle.filter((slot) => slot !== source);
    const target = others.find((slot) => slot.tokens.length === 0) ?? oldest(others) ?? (source?.job === null ? source : null);
    if (target === null) return false;
    const spare = book.free + book.held(others.map((slot) => slot.cells));
    const alone = active.length === 0;
    if (!alone && promised + final(job) - ready > spare) return false;
    if (target !== source) {
      truncate(target, 0);
      if (source !== null) {
        library.copyHead(memory, source.sequence, target.sequence, ready);
        target.tokens = source.tokens.slice(0, ready);
        target.cells = source.cells.slice(0, ready);
        book.share(target.cells);
        source.used = ++clock;
      }
    } else truncate(target, ready);
    target.job = job;
    target.used = ++clock;
    job.slot = target;
    job.reused = ready;
    active.push(job);
    return true;
  };
  const admitAll = (): void => {
    for (let i = 0; i < waiting.length; ) {
      const job = waiting[i];
      if (job === undefined) break;
      if (job.pass.signal?.aborted === true) {
        waiting.splice(i, 1);
        end(job, true);
      } else if (admit(job)) waiting.splice(i, 1);
      else i++;
    }
  };

  /** A cell for one more token, from idle sequences if need be. */
  const takeCell = (): number | undefined => {
    for (;;) {
      const cell = book.take();
      if (cell !== undefined) return cell;
      const victim = oldest(slots.filter((slot) => slot.job === null && slot.tokens.length > 0));
      if (victim === null) return undefined;
      truncate(victim, 0);
    }
  };

  interface Placed {
    readonly job: Job;
    readonly position: number;
  }
  const pack = (): { readonly placed: (Placed | null)[]; readonly count: number; readonly hidden: boolean } => {
    const placed: (Placed | null)[] = [];
    const lastToken = (job: Job): boolean =>
      job.pass.onHidden !== undefined && job.slot !== null && job.slot.tokens.length === job.pass.tokens.length - 1;
    // With states switched on every token pays for an output, so last tokens that want one share a batch of their own.
    const hidden = active.length > 0 && active.every(lastToken);
    let outputs = 0;
    for (const job of active) {
      const { slot } = job;
      if (slot === null) continue;
      if (!hidden && lastToken(job)) continue;
      const stop = job.pass.onHidden !== undefined && !hidden ? job.pass.tokens.length - 1 : job.pass.tokens.length;
      for (let position = slot.tokens.length; position < stop && placed.length < shape.batch; position++) {
        const wanted = hidden || (job.pass.onLogits !== undefined && position >= job.pass.firstOutput);
        if (wanted && outputs === shape.outputs) break;
        const cell = takeCell();
        if (cell === undefined) break;
        const token = job.pass.tokens[position] ?? 0;
        put(batch, placed.length, token, position, slot.sequence, wanted);
        slot.tokens.push(token);
        slot.cells.push(cell);
        placed.push(wanted ? { job, position } : null);
        if (wanted) outputs++;
        job.evaluated++;
      }
    }
    return { placed, count: placed.length, hidden };
  };

  const step = async (): Promise<void> => {
    const { placed, count, hidden } = pack();
    if (count === 0) throw new Error("the engine has passes but nothing to evaluate");
    batch.struct.n_tokens = count;
    if (hidden) library.wantHidden(context, true);
    const code = await library.decode(context, batch);
    if (hidden) library.wantHidden(context, false);
    if (code !== 0) throw new Error(`llama_decode ended with ${code}`);
    counters.tokens += count;
    counters.batches++;
    placed.forEach((place, index) => {
      if (place === null) return;
      const { job, position } = place;
      if (hidden) job.pass.onHidden?.(library.hidden(context, index, sizes.hidden));
      else job.pass.onLogits?.(position, library.logits(context, index, sizes.vocabulary));
    });
    for (const job of [...active]) {
      if (job.pass.signal?.aborted === true) {
        end(job, true);
        continue;
      }
      if (job.slot === null || job.slot.tokens.length < job.pass.tokens.length) continue;
      const token = job.pass.next?.() ?? null;
      if (token === null) {
        end(job, false);
        continue;
      }
      job.pass.tokens.push(token);
      job.generated++;
    }
  };

  const loop = async (): Promise<void> => {
    try {
      for (;;) {
        admitAll();
        if (active.length === 0) break;
        await step();
      }
    } catch (error) {
      for (const job of [...active, ...waiting]) job.reject(error);
      active.length = 0;
      waiting.length = 0;
      for (const slot of slots) slot.job = null;
    } finally {
      running = null;
    }
  };

  return {
    longest: shape.cells,
    counters,
    run: (pass) =>
      new Promise((resolve, reject) => {
        waiting.push({ pass, resolve, reject, slot: null, evaluated: 0, reused: 0, generated: 0 });
        // Requests made in the same turn of the event loop start in the same batch.
        running ??= new Promise<void>((started) => setImmediate(started)).then(loop);
      }),
    close: async () => {
      await running;
      library.freeBatch(batch);
      library.freeContext(context);
    },
  };
}

function put(batch: Batch, index: number, token: number, position: number, sequence: number, wanted: boolean): void {
  batch.token[index] = token;
  batch.position[index] = position;
  const owner = batch.sequence[index];
  if (owner !== undefined) owner[0] = sequence;
  batch.output[index] = wanted ? 1 : 0;
}

function commonPrefix(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}

function oldest(slots: readonly Slot[]): Slot | null {
  return slots.reduce<Slot | null>((first, slot) => (first === null || slot.used < first.used ? slot : first), null);
}
