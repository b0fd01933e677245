import { actions } from "./arms/actions.ts";
import { type FloorArm, floorArms } from "./arms/floors.ts";
import { attributedOther, attributedSelf, fresh, trusted } from "./arms/fresh.ts";
import { prefix } from "./arms/prefix.ts";
import { prefixSameTurn } from "./arms/prefix-same-turn.ts";
import { probeAsked, probeEnd } from "./arms/probes.ts";
import type { PromptedArm } from "./arms/prompted.ts";

/** All prompted arms, in the order of the tables. */
const promptedArms: readonly PromptedArm[] = [
  prefix,
  prefixSameTurn,
  fresh,
  actions,
  trusted,
  attributedSelf,
  attributedOther,
  probeAsked,
  probeEnd,
];

/** Names of all arms: prompted ones, then floors. */
export const armIds: readonly string[] = [...promptedArms, ...floorArms].map(({ id }) => id);

/**
 * What a run asks and computes when no arm is named: the attribution arms are an experiment of their own, and probes need a model that shows
 * its states.
 */
export const usualArms: readonly string[] = armIds.filter((id) => !/^(attributed|probe)-/.test(id));

/** What a config says of its arms. */
interface ArmChoice {
  readonly arms: readonly string[];
  readonly trusted: string | null;
}

/** The arms that a config asks for and has a model for, in the order of the tables. */
export function measuredOf(config: ArmChoice): PromptedArm[] {
  return promptedAmong(config.arms).filter(({ role }) => role === undefined || config[role] !== null);
}

/** Those whose answer is read. */
export function promptedOf(config: ArmChoice): PromptedArm[] {
  return measuredOf(config).filter(({ reads }) => reads === undefined);
}

/** Those whose state is read, for a probe. */
export function statesOf(config: ArmChoice): PromptedArm[] {
  return measuredOf(config).filter(({ reads }) => reads === "state");
}

/** The prompted arms among `ids`, in the order of the tables. */
export function promptedAmong(ids: readonly string[]): PromptedArm[] {
  return promptedArms.filter(({ id }) => ids.includes(id));
}

/** The floors among `ids`, in the order of the tables. */
export function floorsAmong(ids: readonly string[]): FloorArm[] {
  return floorArms.filter(({ id }) => ids.includes(id));
}

/** The prompted arm called `id`; throws on a name that is none, which a checked plan never holds. */
export function promptedArm(id: string): PromptedArm {
  const arm = promptedArms.find((one) => one.id === id);
  if (arm === undefined) throw new Error(`no prompted arm is called ${id}`);
  return arm;
}
