import type { AgentRun } from "../../core/message.ts";

/** One run with a label. */
export type MonitorRow = {
  /** SHA-256 of its messages and tools: names the run in every trial. */
  readonly hash: string;
  readonly run: AgentRun;
  readonly positive: 0 | 1;
  readonly group: string;
  readonly author: string | null;
  readonly suite: string | null;
  /** In the sample that is measured; the others serve the floors over all rows. */
  readonly measured: boolean;
  /** The monitor model wrote it in this very study. */
  readonly written?: boolean;
};
