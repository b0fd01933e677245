import { z } from "zod";
import type { Fact } from "./relation.ts";

/** Schema of what a fact may be recalled through. */
export const bridgeWord = z
  .object({
    /** As the search asks about it: `VAT`. */
    word: z.string(),
    /** The same in other words, for contexts that must not hold the object's letters: `value added tax`. */
    said: z.string(),
  })
  .readonly();
export type BridgeWord = z.infer<typeof bridgeWord>;

/** A way in which a person might come from a subject through a word to an object. */
export interface BridgeKind {
  readonly id: string;
  /** What it looks at, in words. */
  readonly doc: string;
  /** Would a person see a way from the subject through the word to the object? */
  readonly sees: (fact: Fact, bridge: BridgeWord) => boolean;
}
