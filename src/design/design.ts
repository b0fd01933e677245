import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { yamlObject } from "../core/yaml.ts";

/*
 * How an experiment is declared. It is data: a YAML file or an object of the same form.
 *
 *   factors    what is varied. Each factor is a slot of the prompt by its own name, each level a text for that slot.
 *   families   the same experiment in other words: names, tags, domains. Slots by name, the same names in every family.
 *   items      what is measured, again and again in every cell: slots by name, and the cluster (preference, kind of task) it belongs to.
 *   prompt     messages with slots in braces. A factor's slot stands in it once.
 *   crossing   which factors are crossed in full; levels of the others come one at a time around the base.
 *   gate       questions of comprehension, asked apart.
 *
 * A level's text may hold slots of the item and of the family, an item's text those of the family.
 *
 *   cellsOf(design)                        the cells                                   cells.ts
 *   renderer(design)                       cell, item, family -> messages, hash        render.ts
 *   lint(design)                           what breaks the comparison                  lint.ts
 *   interleaved({cells, units, blocks})    the order of measuring                      interleave.ts
 *   gateOf(...)                            did the model understand, cell by cell      gate.ts
 *   contrastOf(observations, ...)          estimate, intervals, worst case, band       contrasts.ts
 *
 * A study makes its trials of the units that `interleaved` orders, and hands their outcomes to `contrastOf` as
 * observations.
 */

const id = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "letters, digits, - and _, a letter first");
const text = z.string();
const slots = z.record(
  z.string().regex(/^[a-z][A-Za-z0-9]*$/, "a slot is letters and digits, a small letter first"),
  text,
);

const level = z.union([
  text.transform((said) => ({ text: said })),
  z.strictObject({
    text,
    /** The situation can only be inferred here: no leak word may stand anywhere in its cells. */
    inferable: z.boolean().optional(),
    /** Why its text is not as long as those of its neighbours. */
    unmatched: z.string().min(1).optional(),
    /** Output tokens that a reply may take in its cells, where they are more than the outcome's. */
    tokens: z.int().positive().max(20_000).optional(),
  }),
]);

const factor = z.strictObject({
  title: z.string().optional(),
  levels: z
    .record(id, level)
    .refine((levels) => Object.keys(levels).length >= 2, "a factor has two levels at least"),
  /** The level around which others are varied one at a time; the first when not said. */
  base: id.optional(),
});

/** Levels by factor: one, or any of several. */
export const where = z.record(id, z.union([id, z.array(id).min(1)]));
export type Where = z.infer<typeof where>;

const item = z.strictObject({
  id,
  /** What items share: a preference, a kind of task. The item itself when not said. */
  cluster: z.string().min(1).optional(),
  slots,
});
export type Item = z.infer<typeof item>;

const family = z.strictObject({ id, slots });
export type Family = z.infer<typeof family>;

const message = z.strictObject({ role: z.enum(["system", "user", "assistant"]), text: z.string().min(1) });

/** A question that shows whether a cell was understood: always asked with both options in either order. */
const probe = z.strictObject({
  id,
  question: z.string().min(1),
  /** Cells in which it is asked; all when not said. */
  where: where.optional(),
  /** The right answer by the level of a factor; the wrong option is another level's. */
  factor: id.optional(),
  answers: z.record(id, text).optional(),
  /** Or the same in all cells. */
  right: text.optional(),
  wrong: text.optional(),
});
export type Probe = z.infer<typeof probe>;

/** Schema of a design, without what is asked of it. */
export const designSchema = z
  .strictObject({
    factors: z.record(
      z.string().regex(/^[a-z][A-Za-z0-9]*$/, "a factor is letters and digits, a small letter first"),
      factor,
    ),
    families: z.array(family).min(1),
    items: z.array(item).min(2),
    prompt: z.array(message).min(1),
    crossing: z
      .strictObject({
        /** Crossed in full; every factor when not said. */
        full: z.array(id).min(1).optional(),
        /** Crossed with the levels that come one at a time; the first of `full` when not said. */
        with: z.array(id).optional(),
        /** Levels of factors in `full` that are crossed, where they are not all: the others come one at a time. */
        levels: z.record(id, z.array(id).min(1)).optional(),
        /** Levels that are left out. */
        without: z.record(id, z.array(id)).optional(),
      })
      .default({}),
    /** Two slots of the families that change places for every second unit, so that no effect can be one of a word. */
    swap: z.tuple([z.string(), z.string()]).optional(),
    gate: z.array(probe).default([]),
    /** Stems beside the usual ones that may not stand in an inferable cell. */
    leakWords: z.array(z.string().min(2)).default([]),
  })
  .superRefine((design, context) => {
    const wrong = (path: PropertyKey[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    const { factors, crossing, families, items, swap, gate } = design;
    const known = (name: string): boolean => Object.hasOwn(factors, name);
    const list = Object.keys(factors).join(", ");
    for (const [name, { base, levels }] of Object.entries(factors))
      if (base !== undefined && !Object.hasOwn(levels, base))
        wrong(
          ["factors", name, "base"],
          `no level is called '${base}': there are ${Object.keys(levels).join(", ")}`,
        );
    for (const part of ["full", "with"] as const)
      for (const name of crossing[part] ?? [])
        if (!known(name)) wrong(["crossing", part], `no factor is called '${name}': there are ${list}`);
    for (const part of ["levels", "without"] as const)
      for (const problem of whereProblems(crossing[part] ?? {}, factors)) wrong(["crossing", part], problem);
    for (const [what, all] of [
      ["families", families],
      ["items", items],
    ] as const) {
      const twice = all.find((one, i) => all.findIndex((other) => other.id === one.id) < i);
      if (twice !== undefined) wrong([what], `two are called '${twice.id}'`);
    }
    for (const name of swap ?? [])
      if (!families.every((one) => Object.hasOwn(one.slots, name)))
        wrong(["swap"], `not every family has the slot '${name}'`);
    for (const [at, one] of gate.entries()) {
      for (const problem of whereProblems(one.where ?? {}, factors)) wrong(["gate", at, "where"], problem);
      const byLevel = one.factor !== undefined && one.answers !== undefined;
      const same = one.right !== undefined && one.wrong !== undefined;
      if (byLevel === same) wrong(["gate", at], "give either factor and answers, or right and wrong");
      if (one.factor !== undefined && !known(one.factor))
        wrong(["gate", at, "factor"], `no factor is called '${one.factor}'`);
      if (one.answers !== undefined && new Set(Object.values(one.answers)).size < 2)
        wrong(["gate", at, "answers"], "two different answers are needed");
    }
  });
export type Design = z.infer<typeof designSchema>;

/** What does not fit in a choice of levels, in words. */
export function whereProblems(chosen: Where, factors: Design["factors"]): string[] {
  return Object.entries(chosen).flatMap(([name, wanted]) => {
    const found = Object.hasOwn(factors, name) ? factors[name] : undefined;
    if (found === undefined)
      return [`no factor is called '${name}': there are ${Object.keys(factors).join(", ")}`];
    return [wanted]
      .flat()
      .flatMap((one) =>
        Object.hasOwn(found.levels, one)
          ? []
          : [`${name} has no level '${one}': there are ${Object.keys(found.levels).join(", ")}`],
      );
  });
}

/**
 * Reads a declaration.
 *
 * @param file named in errors
 * @throws CredenceError `input` naming the file, and every field that does not fit
 */
export function readDeclaration<Declared>(yaml: string, file: string, schema: z.ZodType<Declared>): Declared {
  const fix = "docs/experiment.md has an example of every field.";
  const parsed = schema.safeParse(yamlObject(yaml, file, { what: "declaration", fix }));
  if (parsed.success) return parsed.data;
  throw new CredenceError("input", `the declaration does not fit:\n${z.prettifyError(parsed.error)}`, {
    where: file,
    fix,
  });
}
