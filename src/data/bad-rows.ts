import { CredenceError } from "../core/error.ts";

/** Rows that are named one by one; the rest by kind. */
const named = 5;

/** From so many rows on, one may be bad whatever share it is. */
const oneOf = 10;

/**
 * What is said of rows that were left out because they cannot be read: how many, the first five with place and reason, the rest by kind.
 *
 * @param most share of all rows that may be bad
 * @throws CredenceError `input` where more are: the first of them, how many there are, and how to go on
 */
export function badRows(bad: readonly CredenceError[], rows: number, most: number): string[] {
  const [first] = bad;
  if (first === undefined) return [];
  const allowed = Math.max(most > 0 && rows >= oneOf ? 1 : 0, Math.floor(most * rows));
  const percent = Math.ceil((100 * bad.length) / rows);
  if (bad.length > allowed) {
    throw new CredenceError(
      "input",
      bad.length === 1
        ? first.message
        : `${first.message}\n${bad.length} of ${rows} rows cannot be read: ${kinds(bad)}`,
      {
        ...(first.where === undefined ? {} : { where: first.where }),
        fix: `${first.fix ?? "Mend or remove them."}${percent > 50 ? "" : ` To leave out what cannot be read: --max-bad ${percent}%`}`,
        cause: first,
      },
    );
  }
  const told = bad.slice(0, named).map(({ where, message }) => `${where ?? "somewhere"} (${message})`);
  const rest = bad.slice(named);
  return [
    `Left out: ${bad.length} of ${rows} rows, which cannot be read: ${told.join("; ")}${
      rest.length === 0 ? "" : `; and ${rest.length} more: ${kinds(rest)}`
    }.`,
  ];
}

/** Reasons with their counts, numbers of places and what was found left out, the most frequent first. */
function kinds(bad: readonly CredenceError[]): string {
  const byKind = Map.groupBy(bad, ({ message }) =>
    message
      .replace(/\[\d+\]/g, "[...]")
      .replace(/found [^;]*;/, "")
      .slice(0, 100)
      .trim(),
  );
  return [...byKind]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, named)
    .map(([kind, { length }]) => `${kind} (${length})`)
    .join(", ");
}
