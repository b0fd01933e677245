import type { AgentRun } from "../../core/message.ts";

/**
 * Where a run is asked about, as numbers of messages read, ascending; the last is the whole run. With `every` 0 that
 * is all; else also after every `every`-th assistant turn together with what its tools returned: right before the next
 * assistant turn, so that no call is left unanswered, which providers refuse.
 */
export function stepsOf(run: AgentRun, every: number): number[] {
  const steps: number[] = [];
  let turns = 0;
  for (const [index, { role }] of run.messages.entries()) {
    if (role !== "assistant") continue;
    if (every > 0 && turns > 0 && turns % every === 0) steps.push(index);
    turns++;
  }
  return [...steps, run.messages.length];
}
