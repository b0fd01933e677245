import { type ProgressPrinter, progressPrinter } from "./progress.ts";

/** The two streams of the command line, and how wide and colourful they are. */
export interface Terminal {
  /** Results: findings, tables, reports. */
  readonly out: (text: string) => void;
  /** Everything else: progress, notes, errors. */
  readonly error: (text: string) => void;
  readonly width: number;
  readonly color: boolean;
  readonly progress: ProgressPrinter;
}

/** The process's own streams. Colour as NO_COLOR and FORCE_COLOR say, else on terminals only. */
export function terminalSink(): Terminal {
  const { stdout, stderr, env } = process;
  // A reader that closes early (head, less) ends the output, not the run.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const progress = progressPrinter(stderr);
  return {
    out: (text) => {
      progress.end();
      stdout.write(text);
    },
    error: (text) => {
      progress.end();
      stderr.write(text);
    },
    width: stdout.columns ?? 100,
    color: env.NO_COLOR === undefined && (env.FORCE_COLOR !== undefined || stdout.isTTY === true),
    progress,
  };
}
