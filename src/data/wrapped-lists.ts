import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";

type Take = (value: Json, where: string, number: number) => void;

/** Members that hold what a record is about: an object with one of them is a record, no wrapping. */
const ofRecords = [
  ...["messages", "conversations", "conversation", "traj", "trajectory", "history", "turns", "dialogue"],
  ...["prompt", "instruction", "question", "query", "chosen", "text"],
];

/**
 * Records of one JSON value: entries of a list; of an object that wraps one list of objects under any name (`data`, `rows`, `runs`...); rows of
 * a table as pandas writes it (`split`, columns, records by index); else the value itself.
 *
 * @returns what it was found to be
 */
export function recordsIn(value: Json, file: string, take: Take): string {
  if (isList(value)) {
    entries(value, file, take);
    return "a JSON list";
  }
  if (!isJsonObject(value) || isInspectLog(value) || ofRecords.some((name) => value[name] !== undefined)) {
    take(value, file, 0);
    return isJsonObject(value) ? "one JSON object" : "one JSON value";
  }
  const lists = Object.entries(value).filter(
    ([, member]) => isList(member) && member.length > 0 && member.every(isJsonObject),
  );
  const [only] = lists;
  if (lists.length === 1 && only !== undefined && isList(only[1])) {
    entries(only[1], `${file}#${only[0]}`, take, "");
    return `a JSON object with a list under ${only[0]}`;
  }
  const table = splitTable(value) ?? columnsTable(value);
  if (table !== null) {
    entries(table, file, take);
    return "a JSON object with columns, as pandas writes it";
  }
  take(value, file, 0);
  return "one JSON object";
}

function entries(list: readonly Json[], file: string, take: Take, mark = "#"): void {
  list.forEach((entry, i) => {
    take(entry, `${file}${mark}[${i}]`, i + 1);
  });
}

/** An Inspect log in its JSON form. */
export function isInspectLog(value: Json): value is JsonObject {
  return isJsonObject(value) && isJsonObject(value.eval) && typeof value.version === "number";
}

function splitTable({ columns, data }: JsonObject): readonly JsonObject[] | null {
  if (!isList(columns) || !isList(data) || !columns.every((name) => typeof name === "string")) return null;
  if (!data.every((row) => isList(row) && row.length === columns.length)) return null;
  return data.flatMap((row) =>
    isList(row) ? [Object.fromEntries(columns.map((name, i) => [String(name), row[i]]))] : [],
  );
}

/** `{column: {"0": ..., "1": ...}}`, or `{column: [...]}` with columns of one length. */
function columnsTable(value: JsonObject): readonly JsonObject[] | null {
  const columns = Object.entries(value).map(
    ([name, member]): [string, Map<string, Json | undefined>] | null => {
      if (isList(member)) return [name, new Map(member.map((cell, i) => [String(i), cell]))];
      if (!isJsonObject(member)) return null;
      const cells = Object.entries(member);
      return cells.every(([index], i) => index === String(i)) ? [name, new Map(cells)] : null;
    },
  );
  const known = columns.filter((column) => column !== null);
  const rows = known[0]?.[1].size ?? 0;
  if (known.length < 2 || known.length < columns.length || rows === 0) return null;
  if (known.some(([, { size }]) => size !== rows)) return null;
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(known.map(([name, cells]) => [name, cells.get(String(i))])),
  );
}

function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}
