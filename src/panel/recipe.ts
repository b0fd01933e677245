import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { sha256 } from "../core/json.ts";
import { yamlObject } from "../core/yaml.ts";
import { random } from "../stats/distributions/random.ts";

const text = z.string().min(1);

/** A set of the panel: what its answers were drawn under, and what it is looked for with. */
interface PanelSet {
  readonly id: string;
  /** What is planted, in words. */
  readonly about: string;
  /** System prompts that answers are drawn under. */
  readonly generate: readonly string[];
  /** Paraphrases that no answer is drawn under. None: the set is neutral. */
  readonly candidates: readonly string[];
  /** Words that name the entity. */
  readonly words: readonly string[];
}

/** What a panel is made of. */
export interface PanelRecipe {
  readonly version: number;
  readonly seed: string;
  /** Model that answers. */
  readonly model: string;
  readonly temperature: number;
  readonly maxTokens: number;
  readonly prompts: readonly { readonly template: string; readonly with: readonly string[] }[];
  readonly sets: readonly PanelSet[];
  /** Plain system prompts that likelihoods are compared with. */
  readonly baselines: readonly string[];
  /** SHA-256 of the recipe's text. */
  readonly sha256: string;
}

const recipeSchema: z.ZodType<Omit<PanelRecipe, "sha256">> = z.strictObject({
  version: z.int().positive(),
  seed: text,
  model: text,
  temperature: z.number().positive(),
  maxTokens: z.int().positive(),
  prompts: z.array(z.strictObject({ template: text, with: z.array(text).min(1) })).min(1),
  sets: z
    .array(
      z.strictObject({
        id: text,
        about: text,
        generate: z.array(text).min(1),
        candidates: z.array(text),
        words: z.array(text),
      }),
    )
    .min(2),
  baselines: z.array(text).min(1),
});

/** One answer to be drawn. */
export interface PanelDraw {
  /** Number of the prompt in `panelPrompts`. */
  readonly prompt: number;
  readonly set: string;
  /** Number of the system prompt among the set's `generate`. */
  readonly system: number;
  /** Seed of the sampling, a whole number below 2^32. */
  readonly seed: number;
}

/**
 * Reads a recipe.
 *
 * @throws CredenceError `input` where the text is no recipe, two sets have one name, or a candidate prompt is also drawn under
 */
export function parseRecipe(source: string, file: string): PanelRecipe {
  const about = { what: "panel recipe", fix: "Its form is that of assets/panel/recipe.yaml." };
  const read = recipeSchema.safeParse(yamlObject(source, file, about));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new CredenceError("input", `no panel recipe: ${issue?.message ?? "its form is unknown"}`, {
      where: `${file}: ${issue?.path.join(".") ?? ""}`,
      fix: about.fix,
    });
  }
  const recipe = read.data;
  const drawnUnder = new Set(recipe.sets.flatMap(({ generate }) => generate));
  const asked = [...recipe.sets.flatMap(({ candidates }) => candidates), ...recipe.baselines];
  const leaked = asked.find((prompt) => drawnUnder.has(prompt));
  const ids = recipe.sets.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (leaked !== undefined || twice !== undefined) {
    const problem =
      leaked === undefined ? `two sets are named ${twice}` : `a candidate is also drawn under: ${leaked}`;
    throw new CredenceError("input", problem, {
      where: file,
      fix: "Sets need names of their own, and candidates that no answer was drawn under.",
    });
  }
  return { ...recipe, sha256: sha256(source) };
}

/** The prompts, composed and shuffled by the recipe's seed, so that the first hundred are a mixture of all templates. */
export function panelPrompts(recipe: PanelRecipe): readonly string[] {
  const all = recipe.prompts.flatMap(({ template, with: fillers }) =>
    fillers.map((filler) => template.replace("{}", filler)),
  );
  return random(recipe.seed).fork("prompts").shuffle(all);
}

/** Every answer to draw, prompt by prompt: what is cut short lacks prompts, not sets. */
export function panelDraws(recipe: PanelRecipe): readonly PanelDraw[] {
  return panelPrompts(recipe).flatMap((_, prompt) =>
    recipe.sets.map(({ id, generate }) => {
      const source = random(recipe.seed).fork(`draw ${id} ${prompt}`);
      return { prompt, set: id, system: source.int(generate.length), seed: source.int(2 ** 32) };
    }),
  );
}
