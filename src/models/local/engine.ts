import { CredenceError } from "../../core/error.ts";
import { commonPrefix } from "./common-prefix.ts";
import type { Batch, Libllama, Pointer } from "./libllama.ts";
import { nextRun } from "./packing.ts";
import {
  type Engine,
  type EngineLimits,
  type Job,
  left,
  needed,
  type Slot,
  sequenceOf,
  stateTail,
  writes,
} from "./passes.ts";
import { threadTuner } from "./thread-tuner.ts";

/** A context and the state of its sequences. */
interface Room {
  readonly context: Pointer;
  readonly memory: Pointer;
  readonly slots: readonly Slot[];
  /** Tokens each sequence has room for. */
  readonly length: number;
}

/** A prefix at least this long, and at least half of the prompt, is worth waiting for the sequence that holds it. */
const worthWaiting = 64;
const smallestLength = 1024;
/** Cells that libllama rounds the length of a cache up to. */
const window = 256;

/**
 * Starts an engine on a loaded model.
 *
 * Every sequence has a cache of its own. In a shared cache the place of a token depends on its neighbours, the order of summation on
 * the place, and with quantised activations the last bit of a sum can move a log-probability by a tenth of a nat; in a cache of
 * its own a sequence gives the same numbers to the bit, alone or in company, from the beginning or from a cached prefix. A prefix
 * is therefore used again in place: who needs it while its sequence is busy waits for it.
 *
 * A single token of a sequence is computed by other kernels than two or more, with other sums. So that what is scored does not
 * depend on what else is in the batch, a computation takes at least two of a sequence: where one is left, the one before it is
 * evaluated again, and counted. Text that is being written goes on token by token, as fast as it can; there the last bits, and
 * with them a draw now and then, may differ with the company.
 *
 * The cache begins with room for short sequences, many side by side, and is made anew for fewer and longer ones when a longer prompt
 * comes.
 */
export function engine(library: Libllama, model: Pointer, limits: EngineLimits): Engine {
  const batch = library.newBatch(limits.batch);
  const tuner = threadTuner(limits.threads);
  const counters = { tokens: 0, batches: 0 };
  const waiting: Job[] = [];
  const active: Job[] = [];
  let room: Room | null = null;
  let clock = 0;
  let turn = 0;
  let closed = false;
  let running: Promise<void> | null = null;

  const makeRoom = (needed: number): Room => {
    if (room !== null) library.freeContext(room.context);
    // Forgotten at once: what comes may fail, and a context is freed only once.
    room = null;
    const length = Math.min(limits.longest, Math.max(smallestLength, 2 ** Math.ceil(Math.log2(needed))));
    const count = Math.max(1, Math.min(limits.sequences, Math.floor(limits.cells / length)));
    const { batch: most, outputs, threads } = limits;
    const context = library.newContext(model, {
      cells: length * count,
      batch: most,
      sequences: count,
      outputs,
      threads,
    });
    if (context === null) {
      throw new CredenceError("model", `no memory for ${count} sequences of ${length} tokens`, {
        fix: "Close other programs, use a smaller model or shorter input, or reach a server by its address.",
      });
    }
    const slots = Array.from({ length: count }, (_, sequence) => ({
      sequence,
      tokens: [],
      job: null,
      used: 0,
    }));
    return { context, memory: library.memory(context), slots, length };
  };
  const end = (job: Job, aborted: boolean): void => {
    const at = active.indexOf(job);
    if (at !== -1) active.splice(at, 1);
    if (job.slot !== null) job.slot.job = null;
    const { evaluated, reused } = job;
    // A token that was drawn and not yet read back in has cost nothing.
    const unread = job.slot === null ? 0 : job.pass.tokens.length - job.slot.tokens.length;
    const generated = Math.max(0, job.generated - unread);
    job.resolve({ evaluated, reused, generated, aborted });
  };

  const truncate = (memory: Pointer, slot: Slot, length: number): void => {
    if (slot.tokens.length <= length) return;
    library.removeTail(memory, slot.sequence, length);
    slot.tokens.length = length;
  };

  /** Gives a waiting pass a sequence, the one with the longest prefix of it if that is much; false if it must wait. */
  const admit = (job: Job, { slots, memory }: Room, warmOnly: boolean): boolean => {
    const { tokens, firstOutput } = job.pass;
    const most = job.pass.alone === true ? 0 : Math.min(firstOutput, tokens.length - 1);
    const common = (slot: Slot): number =>
      Math.min(most, commonPrefix(slot.job?.pass.tokens ?? slot.tokens, tokens));
    let best: Slot | null = null;
    let bestLength = 0;
    for (const slot of slots) {
      const length = common(slot);
      if (length > bestLength || (length === bestLength && best?.job != null && slot.job === null)) {
        best = slot;
        bestLength = length;
      }
    }
    const idle = slots.filter((slot) => slot.job === null);
    const much = bestLength >= worthWaiting && 2 * bestLength >= tokens.length;
    if ((much && best?.job != null) || (warmOnly && !much)) return false;
    const chosen = much ? best : (idle.find((slot) => slot.tokens.length === 0) ?? oldest(idle));
    if (chosen === null || chosen === undefined) return false;
    const reused = Math.min(common(chosen), chosen.tokens.length);
    truncate(memory, chosen, reused);
    chosen.job = job;
    chosen.used = ++clock;
    job.slot = chosen;
    job.reused = reused;
    active.push(job);
    return true;
  };
  const admitAll = (): void => {
    for (const job of waiting.filter(({ pass }) => pass.signal?.aborted === true)) {
      waiting.splice(waiting.indexOf(job), 1);
      end(job, true);
    }
    const longest = Math.max(0, ...waiting.map(needed));
    if (room === null || longest > room.length) {
      // What is under way is finished first; then there is a larger room for all.
      if (active.length > 0 || longest === 0) return;
      room = makeRoom(longest);
    }
    // First those whose prefix lies ready, then the others in the order they came.
    for (const warmOnly of [true, false]) {
      for (let i = 0; i < waiting.length; ) {
        const job = waiting[i];
        if (job !== undefined && admit(job, room, warmOnly)) waiting.splice(i, 1);
        else i++;
      }
    }
  };

  interface Placed {
    readonly job: Job;
    readonly position: number;
  }
  /** One computation: the same number of tokens of each of some neighbouring sequences. */
  const pack = ({
    memory,
  }: Room): { readonly placed: readonly (Placed | null)[]; readonly hidden: boolean } => {
    // With states switched on every token pays for an output, so tokens whose state is wanted share batches of their own.
    const hidden = active.every((job) => job.pass.onHidden !== undefined && left(job) <= stateTail(job));
    const room = (job: Job): number => {
      const { pass, slot } = job;
      const held = slot?.tokens.length ?? 0;
      // Attention runs over whole windows of cells, empty ones too: what ends with a window does not pay for the next.
      const inWindow = window - (held % window);
      const tokens = Math.min(
        left(job) - (pass.onHidden !== undefined && !hidden ? stateTail(job) : 0),
        inWindow === 1 ? window + 1 : inWindow,
      );
      if (hidden) return Math.min(tokens, limits.outputs);
      if (pass.onLogits === undefined) return tokens;
      const silent = Math.max(job.firstOutput, job.shown) - held;
      return Math.min(tokens, Math.max(0, silent) + limits.outputs);
    };
    for (const job of active) if (room(job) === 1 && !writes(job)) stepBack(memory, job);
    const { run, each } = nextRun(
      active.filter((job) => room(job) > 0).toSorted((a, b) => sequenceOf(a) - sequenceOf(b)),
      room,
      turn,
      limits,
    );
    const placed: (Placed | null)[] = [];
    for (const job of run) {
      const { slot, pass } = job;
      if (slot === null) continue;
      const from = slot.tokens.length;
      for (let position = from; position < from + each; position++) {
        const gives = hidden || pass.onLogits !== undefined;
        const asked = gives && position >= Math.max(job.firstOutput, job.shown);
        const token = pass.tokens[position] ?? 0;
        put(batch, placed.length, token, position, slot.sequence, hidden || asked);
        slot.tokens.push(token);
        placed.push(asked ? { job, position } : null);
        if (asked) job.shown = position + 1;
        job.evaluated++;
      }
    }
    turn = sequenceOf(run.at(-1)) + 1;
    return { placed, hidden };
  };
  /** Puts the last token that was evaluated up to be evaluated again, where there is one. */
  const stepBack = (memory: Pointer, job: Job): void => {
    if (job.slot === null || job.slot.tokens.length === 0) return;
    truncate(memory, job.slot, job.slot.tokens.length - 1);
    if (job.evaluated === 0) job.reused--;
  };

  const step = async (here: Room): Promise<void> => {
    const { context, memory } = here;
    const { placed, hidden } = pack(here);
    if (placed.length === 0) throw new Error("the engine has passes but nothing to evaluate");
    batch.struct.n_tokens = placed.length;
    const threads = tuner.next();
    library.setThreads(context, threads, threads);
    if (hidden) library.wantHidden(context, true);
    const began = performance.now();
    const code = await library.decode(context, batch);
    tuner.report(placed.length, (performance.now() - began) / 1000);
    if (hidden) library.wantHidden(context, false);
    if (code !== 0) throw new Error(`llama_decode ended with ${code}`);
    counters.tokens += placed.length;
    counters.batches++;
    placed.forEach((place, index) => {
      if (place === null) return;
      const { job, position } = place;
      if (hidden) job.pass.onHidden?.(position, library.hidden(context, index, limits.hidden));
      else job.pass.onLogits?.(position, library.logits(context, index, limits.vocabulary));
    });
    let ended = false;
    for (const job of [...active]) {
      if (job.pass.signal?.aborted === true) {
        end(job, true);
        continue;
      }
      if (job.slot === null || job.slot.tokens.length < job.pass.tokens.length) continue;
      const more = job.pass.next?.() ?? null;
      if (more === null) {
        end(job, false);
        ended = true;
      } else if (typeof more === "number") {
        job.pass.tokens.push(more);
        job.generated++;
      } else {
        truncate(memory, job.slot, more.from);
        job.shown = Math.min(job.shown, more.from);
        job.firstOutput = more.firstOutput ?? job.pass.firstOutput;
        job.pass.tokens.splice(more.from, Number.POSITIVE_INFINITY, ...more.tokens);
      }
    }
    // Who was answered may ask again about the same prefix: let it, before its sequence is given away.
    if (ended) await new Promise((resolve) => setImmediate(resolve));
  };

  const loop = async (): Promise<void> => {
    try {
      for (;;) {
        admitAll();
        if (room === null || active.length === 0) break;
        await step(room);
      }
    } catch (error) {
      for (const job of [...active, ...waiting]) job.reject(error);
      active.length = 0;
      waiting.length = 0;
      if (room !== null) library.freeContext(room.context);
      room = null;
    } finally {
      running = null;
    }
  };

  return {
    counters,
    run: (pass) =>
      new Promise((resolve, reject) => {
        if (closed) throw new Error("the model has been closed");
        waiting.push({
          ...{ pass, resolve, reject, slot: null, evaluated: 0, reused: 0, generated: 0, shown: 0 },
          firstOutput: pass.firstOutput,
        });
        // Requests made in the same turn of the event loop start in the same batch.
        running ??= new Promise<void>((started) => setImmediate(started)).then(loop);
      }),
    close: async () => {
      if (closed) return;
      closed = true;
      await running;
      library.freeBatch(batch);
      if (room !== null) library.freeContext(room.context);
      room = null;
    },
  };
}

function put(
  batch: Batch,
  index: number,
  token: number,
  position: number,
  sequence: number,
  wanted: boolean,
): void {
  batch.token[index] = token;
  batch.position[index] = position;
  const owner = batch.sequence[index];
  if (owner !== undefined) owner[0] = sequence;
  batch.output[index] = wanted ? 1 : 0;
}

function oldest(slots: readonly Slot[]): Slot | null {
  return slots.reduce<Slot | null>(
    (first, slot) => (first === null || slot.used < first.used ? slot : first),
    null,
  );
}
