import type { Random } from "../../stats/distributions/random.ts";
import type { Knobs } from "./knobs.ts";

/** Tokens as a reply states them. */
export interface ReplyUsage {
  readonly input: number;
  /** Thoughts among them, where they are declared. */
  readonly output: number;
  /** Declared thoughts; 0 where none are. */
  readonly thoughts: number;
}

/**
 * What a reply says of tokens.
 *
 * @param spent what was really read and written: `output` without thoughts, `thoughts` those that the server owns up to
 * @param claimed what an honest server that left the turn open would have said
 * @returns null where nothing is said
 */
export function reportedUsage(
  kind: Knobs["usage"],
  spent: ReplyUsage,
  claimed: ReplyUsage,
  random: Random,
): ReplyUsage | null {
  switch (kind) {
    case "honest":
      return { ...spent, output: spent.output + spent.thoughts };
    case "omitted":
      return null;
    case "forged:true":
      return claimed;
    case "forged:constant":
      return { input: 128, output: 32, thoughts: 0 };
    case "forged:noise":
      return { input: 20 + random.int(200), output: 1 + random.int(60), thoughts: 0 };
  }
}
