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
 * An object as a continuation. Where one object begins another ("S", "Si") a full stop ends each, so that the shorter is not counted with the longer.
 */
export function continuationOf(object: string, objects: readonly string[]): string {
  const nested = objects.some((a) => objects.some((b) => a !== b && b.startsWith(a)));
  return nested ? ` ${object}.` : ` ${object}`;
}
