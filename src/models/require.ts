import type { CapabilityName, Model } from "./model.ts";

/**
 * Says what a model lacks for a role, or null if one of the alternatives is met.
 *
 * @param needs any one of these sets of capabilities is enough; no set at all is always met
 */
export function missingCapabilities(
  model: Pick<Model, "capabilities">,
  needs: readonly (readonly CapabilityName[])[],
): string | null {
  const offered = Object.keys(model.capabilities);
  if (needs.length === 0 || needs.some((set) => set.every((name) => offered.includes(name)))) return null;
  const wanted = needs.map((set) => set.join(" and ")).join(", or ");
  return `it needs ${wanted}; the model offers ${offered.length === 0 ? "nothing" : offered.join(", ")}`;
}
