import { readFileSync } from "node:fs";
import { sha256 } from "../core/json.ts";
import { type DrawnAnswer, parseAnswers } from "./answers.ts";
import { type PanelRecipe, parseRecipe } from "./recipe.ts";

/** A panel as it lies in a folder: `recipe.yaml` and `answers.jsonl`. */
export interface Panel {
  readonly recipe: PanelRecipe;
  readonly answers: readonly DrawnAnswer[];
  /** SHA-256 of the answers' file. */
  readonly answersHash: string;
}

/** Where it lies. */
export const shippedFolder: URL = new URL("../../assets/panel/", import.meta.url);

/**
 * Reads the panel that ships with this package, or one of the same form in another folder.
 *
 * @param folder address of the folder, ending in a slash
 * @throws CredenceError `input` where a file is not of the form
 */
export function readPanel(folder: URL = shippedFolder): Panel {
  const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
  const recipe = parseRecipe(read("recipe.yaml"), new URL("recipe.yaml", folder).pathname);
  const text = read("answers.jsonl");
  return {
    recipe,
    answers: parseAnswers(text, new URL("answers.jsonl", folder).pathname),
    answersHash: sha256(text),
  };
}
