import { z } from "zod";

/** One row of a set whose soundness is looked at. */
export interface SanityRow {
  readonly id: string;
  /** Rows of one group are known to belong together: a task, a conversation. */
  readonly group: string;
  /** The value of its label, where rows have one, and which of two classes that is. */
  readonly label?: string;
  readonly positive?: 0 | 1;
  readonly text: string;
}

/** What a finding is said of, and which claims cannot stand where the fault is found. */
export interface Said {
  /** What a row is called: `run`. */
  readonly noun: string;
  readonly blocks: readonly string[];
}

/** Schema of one thing that was looked for in the rows before any figure. */
export const sanityFinding = z
  .object({
    id: z.string(),
    /** A few words that name what was looked for, as a row of states shows them. */
    what: z.string(),
    /** Was the fault found? */
    state: z.enum(["yes", "no", "untested", "not-asked"]),
    /** What was seen, and what follows from it. */
    says: z.string(),
    /** Claims that can have no verdict for it. */
    blocks: z.array(z.string()).readonly(),
  })
  .readonly();
export type SanityFinding = z.infer<typeof sanityFinding>;

/** So many of a thing: `1 run`, `3 runs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** Names in quotation marks, the first few. */
export function quoted(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
