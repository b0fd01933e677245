import { z } from "zod";

/** Schema of one fact. */
const fact = z.object({ subject: z.string(), object: z.string() }).readonly();
export type Fact = z.infer<typeof fact>;

/** Schema of facts of one kind. */
export const relation = z
  .object({
    id: z.string(),
    title: z.string(),
    /** Beginnings that the object finishes, {subject} in them: effects are measured on these, bridges are searched without them. */
    questions: z.array(z.string()).min(1).readonly(),
    facts: z.array(fact).readonly(),
    /** Where the facts are from. */
    source: z.string(),
  })
  .readonly();
export type Relation = z.infer<typeof relation>;

/** A question about a subject. */
export function questionOf(question: string, subject: string): string {
  return question.replaceAll("{subject}", subject);
}

/** The objects of a relation, each once: its closed set of answers. */
export function objectsOf({ facts }: Pick<Relation, "facts">): readonly string[] {
  return [...new Set(facts.map(({ object }) => object))];
}

/**
 * Objects as continuations. Where one begins another ("S", "Si") a full stop ends each, so that the shorter is not counted with the longer.
 */
export function continuationsOf(objects: readonly string[]): readonly string[] {
  const sorted = objects.toSorted();
  const nested = sorted.some((object, i) => sorted[i + 1]?.startsWith(object) === true);
  return objects.map((object) => (nested ? ` ${object}.` : ` ${object}`));
}
