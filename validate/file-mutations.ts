import { z } from "zod";
import { recordCount, recordForms } from "../lab/files/forms.ts";
import { mutated } from "../lab/files/mutations.ts";
import { CredenceError } from "../src/core/error.ts";
import { isJsonObject, type Json, type JsonObject, parsedJson } from "../src/core/json.ts";
import { chatRun } from "../src/data/chat-runs.ts";
import { bookkeeping } from "../src/data/message-content.ts";
import { taughtBy } from "../src/data/tuning-forms.ts";
import { random } from "../src/stats/distributions/random.ts";
import type { Simulation } from "./simulation.ts";

interface Broken {
  readonly name: string;
  readonly form: number;
}

interface Draw {
  readonly came: "read" | "noted" | "refused" | "bug";
  /** A text of the record that was read into nothing, and of which no note tells; null where there is none. */
  readonly lost: string | null;
}

/**
 * Records with members dropped, doubled, retyped, nested and renamed, in every form that is read: each is read, read with a note or refused with
 * words; none is a bug, and no text is lost without a note.
 */
export const fileMutations: Simulation<Broken, Draw> = {
  name: "file-mutations",
  analyses: 1000,
  slice: 60,
  cases: recordForms.map(({ name, use }, form) => ({ name: `${use}: ${name}`, form })),
  draw: z.object({ came: z.enum(["read", "noted", "refused", "bug"]), lost: z.string().nullable() }),
  run: ({ form }, seed) => {
    const source = random(seed);
    const { row, use, messages } = recordForms[form] ?? { row: () => ({}), use: "runs" };
    const record = mutated(row(source.int(recordCount)), source);
    const told: string[] = [];
    const unread = (what: string): void => {
      told.push(what);
    };
    try {
      const came: Json =
        use === "runs"
          ? { ...chatRun(record, "mutated", "mutated", { messages: messages ?? null, unread }) }
          : { ...taughtBy(record, "mutated", unread) };
      if (told.length > 0) return { came: "noted", lost: null };
      const kept = wordsOf(came, "", false).join("\n");
      const lost = wordsOf(record).find((word) => !kept.includes(word));
      return { came: "read", lost: lost ?? null };
    } catch (error) {
      return { came: error instanceof CredenceError ? "refused" : "bug", lost: null };
    }
  },
  summarize: (draws) => {
    const share = (is: (draw: Draw) => boolean): number => draws.filter(is).length / draws.length;
    return {
      analyses: draws.length,
      read: share(({ came }) => came === "read"),
      noted: share(({ came }) => came === "noted"),
      refused: share(({ came }) => came === "refused"),
      bugs: share(({ came }) => came === "bug"),
      lost: share(({ lost }) => lost !== null),
    };
  },
  check: ({ bugs, lost }) => [
    ...(bugs === 0 ? [] : [`${bugs} of the mutated records are a bug`]),
    ...(lost === 0 ? [] : [`of ${lost} of the mutated records a text is lost without a note`]),
  ],
};

/** Texts of a value that say something: not roles, kinds, ids and dates, and inside of JSON text its own texts. */
function wordsOf(value: Json | undefined, name = "", loud = true): string[] {
  if (typeof value === "string") {
    const inner = /^\s*[[{]/.test(value) ? parsedJson(value) : undefined;
    if (inner !== undefined && loud) return wordsOf(inner, name);
    return value.trim().length < 12 || (loud && quiet.has(name))
      ? []
      : [value, ...wordsOf(inner, name, loud)];
  }
  if (isList(value)) return value.flatMap((member) => wordsOf(member, name, loud));
  if (!isJsonObject(value)) return [];
  return Object.entries(value satisfies JsonObject).flatMap(([member, inner]) =>
    wordsOf(inner, member, loud),
  );
}

const quiet: ReadonlySet<string> = new Set([
  ...bookkeeping,
  "role",
  "from",
  "tool_call_id",
  "tool_use_id",
  "call_id",
]);

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
