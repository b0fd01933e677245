import type { z } from "zod";
import { CredenceError } from "../core/error.ts";
import type { Snapshot } from "../ledger/ledger.ts";

/** How a study's inputs stand in a run, so that plan and analysis need nothing else. */
export interface StoredInputs<Inputs> {
  save(inputs: Inputs, snapshot: Snapshot): Promise<void>;
  /** `restore(save(inputs))` equals `inputs`. */
  restore(snapshot: Snapshot): Promise<Inputs>;
}

/** Reads streams back, every row parsed. */
export interface StoredRows {
  rows<Row>(stream: string, schema: z.ZodType<Row>): Promise<Row[]>;
  /** The one row of a stream that holds no more, such as what is known beside the rows. */
  one<Row>(stream: string, schema: z.ZodType<Row>): Promise<Row>;
}

/**
 * Inputs as named streams of JSON rows.
 *
 * @param shape `streams` says what is written, `join` puts it together again
 * @example
 * storedInputs({ streams: ({ about, rows }) => ({ about: [about], rows }),
 *   join: async (read) => ({ about: await read.one("about", aboutSchema), rows: await read.rows("rows", rowSchema) }) })
 */
export function storedInputs<Inputs>(shape: {
  readonly streams: (inputs: Inputs) => Readonly<Record<string, Iterable<unknown>>>;
  readonly join: (read: StoredRows) => Promise<Inputs>;
}): StoredInputs<Inputs> {
  return {
    save: async (inputs, snapshot) => {
      for (const [name, rows] of Object.entries(shape.streams(inputs))) await snapshot.write(name, rows);
    },
    restore: (snapshot) => {
      const rows: StoredRows["rows"] = (stream, schema) => collected(snapshot, stream, schema);
      return shape.join({ rows, one: async (stream, schema) => theOne(await rows(stream, schema)) });
    },
  };
}

async function collected<Row>(snapshot: Snapshot, stream: string, schema: z.ZodType<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const line of snapshot.read(stream)) rows.push(schema.parse(line));
  return rows;
}

function theOne<Row>([row]: readonly Row[]): Row {
  if (row !== undefined) return row;
  throw new CredenceError("input", "the run's copy of its inputs is empty", {
    fix: "Start the study again from the original files.",
  });
}
