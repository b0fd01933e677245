import { commonPrefix } from "./common-prefix.ts";

/** A prompt and a continuation, in tokens. */
export interface Turn {
  /** Its number in the list it was asked in. */
  readonly index: number;
  readonly head: readonly number[];
  readonly tail: readonly number[];
}

/** A turn as a sequence walks it: back to `from`, and on with `rest`. */
export interface TurnStep {
  readonly turn: Turn;
  readonly from: number;
  readonly rest: readonly number[];
  /** First position whose logits are wanted: the last token of the head. */
  readonly firstOutput: number;
}

/**
 * How a sequence takes turns one after another. What a turn shares with the one before it is kept, up to the head's last token,
 * whose logits are wanted anew; at least two tokens are evaluated, because one alone is summed in another order. The last token of a
 * continuation predicts nothing that is asked for.
 *
 * @param turns with a head and a tail of at least one token each; heads and tails together have two to evaluate
 */
export function turnSteps(turns: readonly Turn[]): readonly TurnStep[] {
  let before: readonly number[] = [];
  return turns.map((turn) => {
    const tokens = [...turn.head, ...turn.tail.slice(0, -1)];
    const firstOutput = turn.head.length - 1;
    const from = Math.max(0, Math.min(commonPrefix(before, tokens), firstOutput, tokens.length - 2));
    before = tokens;
    return { turn, from, rest: tokens.slice(from), firstOutput };
  });
}
