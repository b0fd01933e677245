import { type MixturePower, type MixtureRows, type MixtureSettings, mixturePower } from "./mixture-power.ts";

/** Mixtures in a thread of their own. */
export default function task(input: MixtureRows & MixtureSettings): MixturePower[] {
  return mixturePower(input);
}
