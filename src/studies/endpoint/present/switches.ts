import type { EndpointResult } from "../results.ts";

/** The switch for reasoning that was sent, in a sentence, and what others came to. */
export function offWords({ switches: { off, offTried }, offRefused }: EndpointResult): string {
  const sent = offRefused || off === "{}" ? "no switch was sent" : `sent: ${off}`;
  const works = offTried.filter(({ members, came }) => came === "works" && members !== off);
  const without = offTried.filter(({ came }) => came === "no effect");
  return [
    sent,
    ...(offTried.length > 0 && offTried.every(({ came }) => came !== "works")
      ? [`without effect or refused: ${offTried.map(({ members }) => members).join(", ")}`]
      : without.length > 0
        ? [`without effect: ${without.map(({ members }) => members).join(", ")}`]
        : []),
    ...(works.length > 0 ? [`works too: ${works.map(({ members }) => members).join(", ")}`] : []),
  ].join("; ");
}

/** What switches for unfinished turns came to, as a sentence; empty where none was tried. */
export function prefillSwitchWords({ switches: { prefillTried } }: EndpointResult): string {
  if (prefillTried.length === 0) return "";
  const works = prefillTried.filter(({ came }) => came === "works");
  if (works.length === 0)
    return ` No switch that servers document for it helped: ${prefillTried.map(({ members, came }) => `${members} (${came})`).join(", ")}.`;
  const flags = works.map(({ members }) =>
    members.includes("continue_final") ? `--prefill-body '${members}'` : `--prefill-message '${members}'`,
  );
  const [{ times } = { times: 0 }] = works;
  return ` The same turns were continued ${times} of ${times} times with ${flags.join(" and with ")}: run it again with that.`;
}
