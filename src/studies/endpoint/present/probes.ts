import type { Block, Cell } from "../../../report/blocks.ts";
import { details, facts, numberCell, right, table } from "../../../report/write.ts";
import { sum } from "../../../stats/distributions/moments.ts";
import { emulationNames, emulations } from "../conversation.ts";
import type { PrefillResult } from "../results.ts";

/** What each probe gave, and what the probes send. */
export function probeTables({ probes, echo }: PrefillResult): Block[] {
  if (probes.length === 0) return [];
  const firsts = probes.map((_, i) => sum(probes.slice(0, i).map(({ outcomes }) => outcomes.length)));
  return [
    table(
      `Replies to unfinished turns beside replies to the same sent openly in other ways. “For an open turn” is how much one probe speaks for it (above 0) or for the strongest fake (below), in nats.${echo ? " This server puts the prefill in front of its replies; it was taken off before reading." : ""}`,
      [
        ...["probe", "outcome", right("unfinished turn")],
        ...emulationNames.map((arm) => right(emulations[arm].title)),
        right("for an open turn"),
      ],
      probes.flatMap(({ probe, outcomes, target, controls, mute, weight }) =>
        outcomes.map((outcome, i) => [
          ...[i === 0 ? probe : "", outcome, share(target, i)],
          ...emulationNames.map((arm) => share(controls[arm], i)),
          i > 0 ? "" : mute === null ? numberCell(weight, 1) : "mute",
        ]),
      ),
      firsts.slice(1),
    ),
    details(
      "What the probes send",
      facts(
        ...probes.map(
          ({ probe, about, mute }) => [probe, mute === null ? about : `${about}. Not used: ${mute}`] as const,
        ),
      ),
    ),
  ];
}

function share(seen: readonly number[] | undefined, i: number): Cell {
  if (seen === undefined) return { absent: "not sent in this probe" };
  const n = sum(seen);
  return n === 0 ? { absent: "no reply" } : `${seen[i] ?? 0} of ${n}`;
}
