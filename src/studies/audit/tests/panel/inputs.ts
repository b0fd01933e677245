import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { CredenceError } from "../../../../core/error.ts";
import { parseAnswers } from "../../../../panel/answers.ts";
import { panelRows } from "../../../../panel/panel-rows.ts";
import { parseRecipe } from "../../../../panel/recipe.ts";
import { panelCandidates } from "../../../../panel/shift-sets.ts";
import { type Panel, readPanel, shippedFolder } from "../../../../panel/shipped-panel.ts";
import type { StoredRows } from "../../../../study/stored-inputs.ts";
import type { LoadContext } from "../../../../study/study.ts";
import type { AuditConfig } from "../../settings.ts";

/** Rows below which a set of a panel, or a suspect one, says nothing. */
export const fewestRows = 10;

/**
 * Reads the panel that a config asks for; null where it names no model that reads its rows.
 *
 * @throws CredenceError `input` where there is no panel, or one that nothing can be centred against
 */
export function loadPanel(config: AuditConfig, { source }: Pick<LoadContext, "source">): Panel | null {
  if (config.scorer.length === 0 && config.reader === null) return null;
  const folder = config.panel === null ? shippedFolder : folderOf(config.panel);
  const panel = readPanel(folder);
  const bytes = (file: string): number => statSync(new URL(file, folder)).size;
  const name = config.panel ?? "the panel that ships";
  source({
    name: `${name}: recipe`,
    sha256: panel.recipe.sha256,
    bytes: bytes("recipe.yaml"),
  });
  source({ name: `${name}: answers`, sha256: panel.answersHash, bytes: bytes("answers.jsonl") });
  const rows = panelRows(panel.recipe, panel.answers);
  const enough = panel.recipe.sets.filter(
    ({ id }) => rows.filter(({ set }) => set === id).length >= fewestRows,
  );
  const planted = enough.filter(({ candidates }) => candidates.length > 0);
  if (panelCandidates(panel.recipe, 1).length < 2 || planted.length < 2 || enough.length < 3) {
    throw new CredenceError(
      "input",
      `a panel needs three sets of ${fewestRows} rows or more, two of them planted; this one has ${enough.length}, ${planted.length} of them planted`,
      { where: name, fix: "Draw its answers with npm run panel, or leave --panel out." },
    );
  }
  return panel;
}

function folderOf(given: string): URL {
  const path = resolve(given);
  if (!existsSync(path)) {
    throw new CredenceError("input", "no such file or folder", {
      where: given,
      fix: "Name a folder that holds recipe.yaml and answers.jsonl.",
    });
  }
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  for (const name of ["recipe.yaml", "answers.jsonl"]) {
    if (existsSync(resolve(folder, name))) continue;
    throw new CredenceError("input", `the panel has no ${name}`, {
      where: given,
      fix: "A panel is a folder that holds recipe.yaml and answers.jsonl; npm run panel draws one from a recipe.",
    });
  }
  return pathToFileURL(`${folder}/`);
}

const head = z.object({ recipe: z.unknown(), sha256: z.string(), answersHash: z.string() });

/** How it stands in a run. */
export function panelStreams({
  recipe: { sha256, ...recipe },
  answersHash,
  answers,
}: Panel): Readonly<Record<string, Iterable<unknown>>> {
  return { panel: [{ recipe, sha256, answersHash }], "panel-answers": answers };
}

/** Reads it back. */
export async function storedPanel(read: StoredRows): Promise<Panel> {
  const about = await read.one("panel", head);
  const lines = await read.rows("panel-answers", z.json());
  // JSON is YAML too; the hash is that of the text the recipe was first read from.
  const recipe = parseRecipe(JSON.stringify(about.recipe), "the run's copy of its panel");
  return {
    recipe: { ...recipe, sha256: about.sha256 },
    answers: parseAnswers(
      lines.map((line) => JSON.stringify(line)).join("\n"),
      "the run's copy of its panel",
    ),
    answersHash: about.answersHash,
  };
}
