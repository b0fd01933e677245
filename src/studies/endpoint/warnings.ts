import type { EndpointResult } from "./results.ts";

/** What a reader of one endpoint's results must know. */
export function warningsOf(one: EndpointResult): string[] {
  const { reference, offRefused, ends, calls, reasoning, providers } = one;
  const lost = ends
    .filter(({ end }) => end.startsWith("none") || end.includes("cut"))
    .reduce((sum, { calls: n }) => sum + n, 0);
  return [
    ...(offRefused
      ? [
          `${reference} refuses the settings that switch reasoning off: it was asked without them. Give others with --reasoning-off.`,
        ]
      : []),
    ...(lost > 0.2 * (calls + lost)
      ? [`${reference}: ${lost} calls ended without a whole reply. Verdicts rest on the others.`]
      : []),
    ...(reasoning?.capKept === false
      ? [`${reference} does not keep the output cap: caps say nothing about hidden tokens here.`]
      : []),
    ...(providers.length > 1
      ? [
          `${reference} was served by ${providers.length} providers: ${providers.map(({ name }) => name).join(", ")}.`,
        ]
      : []),
  ];
}
