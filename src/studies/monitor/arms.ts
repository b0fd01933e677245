import { actions } from "./arms/actions.ts";
import { confession } from "./arms/confession.ts";
import { type DerivedArm, derivedArms } from "./arms/derived.ts";
import { type FloorArm, floorArms } from "./arms/floors.ts";
import { attributedOther, attributedSelf, fresh, trusted } from "./arms/fresh.ts";
import { armOf, type OwnArm } from "./arms/own.ts";
import { prefix } from "./arms/prefix.ts";
import { prefixSameTurn } from "./arms/prefix-same-turn.ts";
import { probeAsked, probeEnd } from "./arms/probes.ts";
import type { PromptedArm } from "./arms/prompted.ts";

/** All prompted arms that are built in, in the order of the tables. */
const promptedArms: readonly PromptedArm[] = [
  prefix,
  prefixSameTurn,
  confession,
  fresh,
  actions,
  trusted,
  attributedSelf,
  attributedOther,
  probeAsked,
  probeEnd,
];

/** Names of all arms: prompted ones, derived ones, then floors. */
export const armIds: readonly string[] = [...promptedArms, ...derivedArms, ...floorArms].map(({ id }) => id);

/** What a run asks and computes when no arm is named. */
export const usualArms: readonly string[] = [
  prefix,
  prefixSameTurn,
  fresh,
  actions,
  trusted,
  ...floorArms,
].map(({ id }) => id);

/** What a config says of its arms. */
export interface ArmChoice {
  readonly arms: readonly string[];
  readonly define: readonly OwnArm[];
  readonly trusted: string | null;
}

/** The arms that a config asks for and has a model for: built-in ones in the order of the tables, then the user's own. */
export function measuredOf({ arms, define, ...config }: ArmChoice): PromptedArm[] {
  return [...promptedArms.filter(({ id }) => arms.includes(id)), ...define.map(armOf)].filter(
    ({ role }) => role === undefined || config[role] !== null,
  );
}

/** Those whose answer is read. */
export function promptedOf(config: ArmChoice): PromptedArm[] {
  return measuredOf(config).filter(({ reads }) => reads !== "state");
}

/** Those whose answer is the usual one: yes or no, or a rating. */
export function usualOf(config: ArmChoice): PromptedArm[] {
  return measuredOf(config).filter(({ reads }) => reads === undefined);
}

/** Those whose state is read, for a probe. */
export function statesOf(config: ArmChoice): PromptedArm[] {
  return measuredOf(config).filter(({ reads }) => reads === "state");
}

/** The derived arms that a config asks for. */
export function derivedOf({ arms }: ArmChoice): DerivedArm[] {
  return derivedArms.filter(({ id }) => arms.includes(id));
}

/** The floors among `ids`, in the order of the tables. */
export function floorsAmong(ids: readonly string[]): FloorArm[] {
  return floorArms.filter(({ id }) => ids.includes(id));
}

/** The prompted arm called `id`; throws on a name that is none, which a checked plan never holds. */
export function promptedArm({ define }: Pick<ArmChoice, "define">, id: string): PromptedArm {
  const own = define.find((one) => one.id === id);
  const arm = own === undefined ? promptedArms.find((one) => one.id === id) : armOf(own);
  if (arm === undefined) throw new Error(`no prompted arm is called ${id}`);
  return arm;
}
