import type { CredenceError } from "../core/error.ts";
import type { Json } from "../core/json.ts";

/** Where records of a file go. */
export interface RecordSink {
  /**
   * @param where `file:17` of a line or row, `file#[3]` of an entry, the file's name where it holds one record
   * @param number of the line, row or entry, from 1; 0 where the file holds one record that is not a line
   */
  readonly take: (value: Json, where: string, number: number) => void;
  /** What is no record: a line that is no JSON, a row of the wrong length. Without it the first of these ends the reading. */
  readonly bad?: (error: CredenceError) => void;
}
