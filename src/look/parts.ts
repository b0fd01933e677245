import type { FieldCount } from "../data/label-fields.ts";

/** Fields that name who wrote a run, what it belongs to, and which runs are of one task. */
export interface Parts {
  readonly author: string | null;
  readonly suite: string | null;
  readonly group: readonly string[];
}

const authors =
  /^(author|model|model_name|agent|agent_model|pipeline_name|pipeline|generator|policy|writer|source_model)$/i;
const suites = /^(suite|suite_name|domain|env|environment|benchmark|dataset|category)$/i;
const tasks =
  /^(task|task_id|task_name|user_task_id|user_task|problem|problem_id|question_id|prompt_id|sample|sample_id|case|case_id|scenario|scenario_id|item|item_id|t)$/i;

/** Finds them by their names, among fields that nearly every row has. */
export function partsOf(fields: readonly FieldCount[], rows: number, label: string | null): Parts {
  const among = (pattern: RegExp, fits: (field: FieldCount) => boolean): string | null =>
    fields
      .filter(
        (field) => field.path !== label && field.rows >= 0.98 * rows && field.values !== null && fits(field),
      )
      .filter(({ path }) => pattern.test(path.split(".").at(-1) ?? path))
      .sort((a, b) => rankOf(pattern, a.path) - rankOf(pattern, b.path))[0]?.path ?? null;
  const author = among(authors, ({ distinct }) => distinct >= 2 && distinct <= 60);
  const suite = among(suites, ({ distinct }) => distinct >= 2 && distinct <= 40);
  const isInspect = ["id", "epoch", "scores"].every((name) =>
    fields.some(({ path }) => path === name || path.startsWith(`${name}.`)),
  );
  const task =
    among(
      tasks,
      ({ distinct, path }) => distinct >= 2 && distinct < rows && !(isInspect && path === "task"),
    ) ?? (isInspect ? "id" : null);
  return { author, suite, group: task === null ? [] : [...(suite === null ? [] : [suite]), task] };
}

/** Names in the order in which the pattern has them. */
function rankOf(pattern: RegExp, path: string): number {
  const name = (path.split(".").at(-1) ?? path).toLowerCase();
  return pattern.source
    .replace(/[^\w|]/g, "")
    .split("|")
    .indexOf(name);
}
