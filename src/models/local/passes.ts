/** A sequence of tokens to evaluate. */
export interface Pass {
  /** Grows while text is generated. */
  readonly tokens: number[];
  /** First position whose logits or state are wanted; what lies before it may come from the cache. */
  readonly firstOutput: number;
  /** Logits after the token at a position, valid during the call only. */
  readonly onLogits?: (position: number, logits: Float32Array) => void;
  /** State after the token at a position instead of logits, valid during the call only. */
  readonly onHidden?: (position: number, state: Float32Array) => void;
  /** Once all are evaluated: the next token to append, another tail to try in place of this one, or null for the end. */
  readonly next?: () => number | Branch | null;
  /** Tokens that `next` may add to the first length at most. */
  readonly growth?: number;
  /** Nothing that other passes left in the cache is used, so that what is evaluated follows from this pass alone. */
  readonly alone?: boolean;
  readonly signal?: AbortSignal;
}

/** Goes back to a position and on with other tokens from there; the sequence is held meanwhile. */
interface Branch {
  readonly from: number;
  readonly tokens: readonly number[];
  /** First position whose logits are wanted from here on; the pass's own when not said. */
  readonly firstOutput?: number;
}

/** What became of a pass, in tokens, exactly. */
export interface PassEnd {
  readonly evaluated: number;
  readonly reused: number;
  readonly generated: number;
  /** It was given up before its end. */
  readonly aborted: boolean;
}

/** A small continuous-batching engine: many passes at once, packed into common batches, prefixes used again. */
export interface Engine {
  run(pass: Pass): Promise<PassEnd>;
  /** Tokens handed to libllama so far, and batches. */
  readonly counters: { readonly tokens: number; readonly batches: number };
  close(): Promise<void>;
}

/** What an engine may use. */
export interface EngineLimits {
  /** Longest sequence. */
  readonly longest: number;
  /** Cells of the cache, all sequences together; more only where one sequence needs it. */
  readonly cells: number;
  /** Sequences side by side at most. */
  readonly sequences: number;
  /** Tokens and outputs in a batch at most. */
  readonly batch: number;
  readonly outputs: number;
  readonly threads: number;
  /** Sizes of the model: rows of logits, of states. */
  readonly vocabulary: number;
  readonly hidden: number;
}

/** One sequence of the cache. */
export interface Slot {
  readonly sequence: number;
  readonly tokens: number[];
  job: Job | null;
  used: number;
}

/** A pass that waits or is under way. */
export interface Job {
  readonly pass: Pass;
  readonly resolve: (end: PassEnd) => void;
  readonly reject: (error: unknown) => void;
  slot: Slot | null;
  evaluated: number;
  reused: number;
  generated: number;
  firstOutput: number;
  /** Logits or states of positions before this one have been handed out. */
  shown: number;
}

/** Tokens of a pass that are still to be evaluated. */
export function left({ pass, slot }: Job): number {
  return pass.tokens.length - (slot?.tokens.length ?? 0);
}

/** Tokens at the end of a pass whose states are wanted; never one by itself. */
export function stateTail({ pass, firstOutput }: Job): number {
  return Math.max(2, pass.tokens.length - firstOutput);
}

/** Whether a pass goes on with a token that it has just drawn. */
export function writes(job: Job): boolean {
  return job.generated > 0 && left(job) === 1;
}

/** Number of the sequence that holds a job; 0 where none does. */
export function sequenceOf(job: Job | undefined): number {
  return job?.slot?.sequence ?? 0;
}

/** Tokens that a pass may come to. */
export function needed({ pass }: Job): number {
  return pass.tokens.length + (pass.growth ?? 0);
}
