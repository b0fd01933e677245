import { sha256 } from "../../core/json.ts";
import { type AgentRun, fieldAt } from "../../core/message.ts";
import { normalText } from "../../sanity/normal-text.ts";
import { sizesOf } from "../../stats/resampling/effective-groups.ts";

/** A request shorter than this may be a phrase that many tasks begin with. */
const leastCharacters = 60;
/** What over a quarter of the runs begin with is no task of their own. */
const common = 0.25;

/**
 * Groups of runs where nobody named any: epochs of one Inspect sample are one group, and so are runs that were asked the same, in at least 60
 * characters before the agent's first turn. Any other run stands alone.
 */
export function usualGroups(runs: readonly AgentRun[]): string[] {
  const openings = runs.map(openingOf);
  const sizes = sizesOf(openings);
  return runs.map((run, index) => {
    const sample = sampleOf(run);
    if (sample !== null) return sample;
    const opening = openings[index] ?? "";
    const times = sizes.get(opening) ?? 0;
    const telling =
      opening.length >= leastCharacters && times > 1 && times <= Math.max(2, common * runs.length);
    return telling ? `asked: ${opening.slice(0, 40)} ${sha256(opening).slice(0, 8)}` : run.id;
  });
}

function sampleOf({ fields }: AgentRun): string | null {
  const [id, epoch, task] = ["id", "epoch", "task"].map((name) => fieldAt(fields, name));
  return id === undefined || epoch === undefined ? null : `sample: ${JSON.stringify([task ?? null, id])}`;
}

function openingOf({ messages }: AgentRun): string {
  const first = messages.findIndex(({ role }) => role === "assistant");
  return normalText(
    messages
      .slice(0, first < 0 ? messages.length : first)
      .map(({ content }) => content ?? "")
      .join("\n"),
  );
}
