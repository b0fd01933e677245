import { CommanderError } from "commander";
import { CredenceError, exitCodes } from "../core/error.ts";
import { plainText } from "../report/escape.ts";
import type { Terminal } from "./terminal.ts";

/** Prints an error as a person can act on it and says with which code to end. A bug keeps its stack. */
export function reportTrouble(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CredenceError) {
    const lines = plainText(error.message).split("\n");
    terminal.error(
      `credence: ${error.where === undefined ? "" : `${plainText(error.where)}: `}${lines.join("\n  ")}\n`,
    );
    if (error.fix !== undefined) terminal.error(`  ${plainText(error.fix)}\n`);
    return exitCodes[error.code];
  }
  terminal.error(
    `credence: this is a bug: ${plainText(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
  );
  return 1;
}
