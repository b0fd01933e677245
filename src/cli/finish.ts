import { exitCodes } from "../core/error.ts";
import { renderTerminal } from "../report/terminal.ts";
import type { Finished } from "../study/runnable.ts";
import type { Terminal } from "./terminal.ts";

/** Where the rest of a report is: the page, and the same in the terminal. */
export function whereItIs(folder: string, id: string): string {
  return `All of it: credence show ${id.slice(0, 8)} --long\nReport: ${folder}/report.html\n`;
}

/** Prints how a run ended and returns the exit code. */
export function finish(finished: Finished, json: boolean, terminal: Terminal): number {
  const { status, findings, report, folder, id } = finished;
  if (findings !== null && json) terminal.out(`${JSON.stringify(findings, null, 2)}\n`);
  if (report !== null && !json) {
    terminal.out(renderTerminal(report, { width: terminal.width, color: terminal.color }));
  }
  if (report !== null) terminal.error(whereItIs(folder, id));
  if (status === "interrupted") {
    terminal.error(
      `Interrupted; everything measured is saved in ${folder}.\nGo on with: credence resume ${id}\n`,
    );
    return exitCodes.interrupted;
  }
  if (status === "stopped") {
    terminal.error(
      `The budget is used up; everything measured is saved in ${folder}.\nGo on with: credence resume ${id} --max-calls N or --max-usd X\n`,
    );
    return exitCodes.budget;
  }
  return status === "failed" ? exitCodes.failed : 0;
}
