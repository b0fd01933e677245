import { isJsonObject, type Json, type JsonObject } from "../../src/core/json.ts";
import type { Random } from "../../src/stats/distributions/random.ts";

type Path = readonly (string | number)[];

/** Names that a member may be renamed to: those that readers know, and one that nobody does. */
const names = [
  ...["messages", "conversations", "traj", "role", "from", "content", "value", "tool_calls", "function_call"],
  ...["tools", "system", "prompt", "completion", "answer", "chosen", "text", "type", "name", "arguments"],
  ...["reasoning", "refusal", "lantern"],
];
const roles = ["SYSTEM", "Human", "gpt", "observation", "function", "robot", "", "developer"];

/** Kinds of change, each a function of a value that gives another. */
const changes: Readonly<Record<string, (value: Json, random: Random) => Json | undefined>> = {
  dropped: () => undefined,
  emptied: (value) =>
    typeof value === "string" ? "" : Array.isArray(value) ? [] : isJsonObject(value) ? {} : null,
  nulled: () => null,
  numbered: () => 7.5,
  truth: () => true,
  wrapped: (value) => [value],
  nested: (value) => ({ value }),
  part: (value) => [{ type: "text", text: value }],
  image: () => [{ type: "image_url", image_url: { url: "data:," } }],
  written: (value) => JSON.stringify(value),
  doubled: (value) => (Array.isArray(value) ? [...value, ...value] : [value, value]),
  role: (_, random) => random.pick(roles),
  marked: (value) => (isJsonObject(value) ? { ...value, beacon: "a word that is read by nobody" } : value),
  renamed: (value, random) => {
    if (!isJsonObject(value)) return value;
    const old = random.pick([...Object.keys(value), "none"]);
    const fresh = random.pick(names);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name === old ? fresh : name, member]),
    );
  },
};

/** A record with one to three changes at random places. */
export function mutated(record: JsonObject, random: Random): JsonObject {
  let value: Json = record;
  const times = 1 + random.int(3);
  for (let i = 0; i < times; i++) {
    const at = random.pick(pathsOf(value));
    const change = changes[random.pick(Object.keys(changes))];
    const next: Json | undefined = changedAt(value, at, (there) => change?.(there, random));
    value = next ?? {};
  }
  return isJsonObject(value) ? value : { messages: value };
}

function pathsOf(value: Json, here: Path = []): Path[] {
  const members: [string | number, Json][] = isList(value)
    ? value.map((member, i): [number, Json] => [i, member])
    : isJsonObject(value)
      ? Object.entries(value).flatMap(([name, member]): [string, Json][] =>
          member === undefined ? [] : [[name, member]],
        )
      : [];
  return [here, ...members.flatMap(([name, member]) => pathsOf(member, [...here, name]))];
}

function changedAt(
  value: Json,
  [first, ...rest]: Path,
  change: (value: Json) => Json | undefined,
): Json | undefined {
  if (first === undefined) return change(value);
  if (isList(value))
    return value.flatMap((member, i) => {
      const next = i === first ? changedAt(member, rest, change) : member;
      return next === undefined ? [] : [next];
    });
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === first && member !== undefined ? changedAt(member, rest, change) : member,
    ]),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
