/** What kind of trouble it was; each kind has one exit code. */
export type ErrorCode =
  | "usage"
  | "input"
  | "model"
  | "locked"
  | "disk"
  | "failed"
  | "outage"
  | "budget"
  | "interrupted";

/** Exit codes of the command line: 0 done, 1 bug, failed run or outage, 2 usage or bad input, 3 stopped by budget, 130 interrupted. */
export const exitCodes: Readonly<Record<ErrorCode, number>> = {
  usage: 2,
  input: 2,
  model: 2,
  locked: 2,
  disk: 1,
  failed: 1,
  outage: 1,
  budget: 3,
  interrupted: 130,
};

/** What an error says; of anything else that was thrown, its text. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where the trouble is and what to do about it. */
export interface ErrorDetails {
  /** Place: a file, `file:line`, a field, an address. */
  readonly where?: string;
  /** The next thing to try, as an imperative sentence. */
  readonly fix?: string;
  readonly cause?: unknown;
}

/**
 * An error the caller can act on: what is wrong, where, and what to do. Anything else that is thrown is a bug.
 *
 * @example
 * throw new CredenceError("input", "no message in the run", { where: "runs.jsonl:17", fix: "Remove the line." });
 */
export class CredenceError extends Error {
  readonly code: ErrorCode;
  readonly where: string | undefined;
  readonly fix: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "CredenceError";
    this.code = code;
    this.where = details.where;
    this.fix = details.fix;
  }
}
