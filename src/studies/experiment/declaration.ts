import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { isJsonObject } from "../../core/json.ts";
import { yamlObject } from "../../core/yaml.ts";
import { cellsOf, inCell } from "../../design/cells.ts";
import type { DeclaredContrast } from "../../design/contrasts.ts";
import { type Design, designSchema, where, whereProblems } from "../../design/design.ts";
import { outcomeRule } from "../../design/outcome-rule.ts";
import type { ReplyExperiment } from "../../design/reply-experiment.ts";

/** Claims that a file may hold: each has a name of its own, so that a credence can be given to it beforehand. */
export const claimIds = ["C1", "C2", "C3", "C4", "C5"] as const;

const id = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "letters, digits, - and _, a letter first");
const bound = z.number().min(-100).max(100);

/** Where the 99% interval must lie, in points. */
const region = z.union([
  z.strictObject({ above: bound }),
  z.strictObject({ below: bound }),
  z.strictObject({ within: bound.positive() }),
]);

const contrast = z
  .strictObject({
    id,
    title: z.string().min(1),
    plus: where.optional(),
    minus: where.optional(),
    terms: z
      .array(z.strictObject({ weight: z.number(), where }))
      .min(1)
      .optional(),
  })
  .refine(
    ({ plus, minus, terms }) => (terms === undefined) === (plus !== undefined && minus !== undefined),
    "give plus and minus, or terms",
  );

/** What a file says beside its design. */
const own = z.strictObject({
  title: z.string().min(1).default("An experiment"),
  question: z.string().min(1),
  /** What "it" is that happens: `it asks back`. */
  happens: z.string().min(1).default("it happens"),
  outcome: outcomeRule,
  /** The items by themselves, without a factor. */
  calibration: z
    .array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), text: z.string() }))
    .min(1)
    .optional(),
  contrasts: z.array(contrast).min(1),
  /** Contrast that must be 0 where the experiment is sound. */
  placebo: id.optional(),
  claims: z
    .array(
      z.strictObject({
        text: z.string().min(1),
        contrast: id,
        supported: region,
        contradicted: region.optional(),
      }),
    )
    .max(claimIds.length)
    .default([]),
});
type Own = z.infer<typeof own>;

/** Schema of what a run keeps of the file. */
export const declaredSchema = z.object({ own, design: designSchema });
export type Declared = z.infer<typeof declaredSchema>;

const fix = "docs/experiment.md has an example of every field.";

/**
 * Reads an experiment.
 *
 * @throws CredenceError `input` with every field that does not fit
 */
export function declared(yaml: string, file: string): Declared {
  const content = yamlObject(yaml, file, { what: "declaration", fix });
  const mine = Object.keys(own.shape);
  const part = (ours: boolean): unknown =>
    Object.fromEntries(Object.entries(content).filter(([name]) => mine.includes(name) === ours));
  const said = own.safeParse(part(true));
  const design = designSchema.safeParse(part(false));
  const problems = [said, design].flatMap(({ error }) =>
    error === undefined ? [] : [z.prettifyError(error)],
  );
  if (said.data !== undefined && design.data !== undefined)
    problems.push(...crossProblems(said.data, design.data));
  if (said.data === undefined || design.data === undefined || problems.length > 0)
    throw new CredenceError("input", `the declaration does not fit:\n${problems.join("\n")}`, {
      where: file,
      fix,
    });
  return { own: said.data, design: design.data };
}

/** The same as what is asked of a model. */
export function experimentOf({ own, design }: Declared, cutTo: (design: Design) => Design): ReplyExperiment {
  return { id: "", design: cutTo(design), outcome: own.outcome, calibration: own.calibration ?? null };
}

/** Contrasts in the form of the floor. */
export function contrastsOf({ contrasts }: Own): DeclaredContrast[] {
  return contrasts.map(({ id, title, plus, minus, terms }) => ({
    ...{ id, title },
    terms: terms ?? [
      { weight: 1, where: plus ?? {} },
      { weight: -1, where: minus ?? {} },
    ],
  }));
}

function crossProblems(said: Own, design: Design): string[] {
  const cells = cellsOf(design);
  const names = said.contrasts.map(({ id }) => id);
  const known = (name: string): string[] =>
    names.includes(name) ? [] : [`✖ no contrast is called '${name}': there are ${names.join(", ")}`];
  return [
    ...contrastsOf(said).flatMap(({ id, terms }) =>
      terms.flatMap(({ where: chosen }) => {
        const wrong = whereProblems(chosen, design.factors).map((problem) => `✖ contrast ${id}: ${problem}`);
        if (wrong.length > 0 || cells.some((cell) => inCell(cell, chosen))) return wrong;
        return [`✖ contrast ${id}: the crossing has no cell with ${JSON.stringify(chosen)}`];
      }),
    ),
    ...(said.placebo === undefined ? [] : known(said.placebo)),
    ...said.claims.flatMap((one) => known(one.contrast)),
  ];
}

/** Is this a file of results and no declaration? Said before its fields are complained about. */
export function looksLikeTable(text: string): boolean {
  const [first = ""] = text.split("\n");
  return !isJsonObject(first) && /^[^:{]+[,;\t][^:{]+$/.test(first) && !first.trimStart().startsWith("#");
}
