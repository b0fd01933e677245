import { actions } from "./arms/actions.ts";
import { confession } from "./arms/confession.ts";
import { type DerivedArm, derivedArms, ensembleRatio } from "./arms/derived.ts";
import { type FloorArm, floorArms } from "./arms/floors.ts";
import { attributedOther, attributedSelf, fresh, trusted } from "./arms/fresh.ts";
import { armOf, type OwnArm } from "./arms/own.ts";
import { prefix } from "./arms/prefix.ts";
import { prefixProbing } from "./arms/prefix-probing.ts";
import { prefixSameTurn } from "./arms/prefix-same-turn.ts";
import { probeAsked, probeEnd } from "./arms/probes.ts";
import type { PromptedArm } from "./arms/prompted.ts";

/** All arms that ask a model and are built in, in the order of the tables. */
const promptedArms: readonly PromptedArm[] = [
  prefix,
  prefixSameTurn,
  confession,
  prefixProbing,
  fresh,
  actions,
  trusted,
  attributedSelf,
  attributedOther,
  probeAsked,
  probeEnd,
];

/** Names of all arms: those that ask a model, derived ones, then floors. */
export const armIds: readonly string[] = [...promptedArms, ...derivedArms, ...floorArms].map(({ id }) => id);

/** What a run asks and computes when no arm is named. */
export const usualArms: readonly string[] = [...promptedArms.filter(({ usual }) => usual), ...floorArms].map(
  ({ id }) => id,
);

/** Whose curves are drawn where there are too many to be told apart: a reader looks for these first. */
export const leadingArms: readonly string[] = [
  ...[prefix, fresh, trusted, probeAsked, probeEnd, prefixSameTurn],
  ensembleRatio,
].map(({ id }) => id);

/** What a config says of its arms. */
export interface ArmChoice {
  readonly arms: readonly string[];
  readonly define: readonly OwnArm[];
  readonly trusted: string | null;
}

/** The arms that a config asks for and has a model for: built-in ones in the order of the tables, then the user's own. */
export function measuredOf(choice: ArmChoice): PromptedArm[] {
  return askedOf(choice).filter(({ role }) => role === undefined || choice[role] !== null);
}

/** Those that it has no model for. */
export function withoutModel(choice: ArmChoice): PromptedArm[] {
  return askedOf(choice).filter(({ role }) => role !== undefined && choice[role] === null);
}

function askedOf({ arms, define }: ArmChoice): PromptedArm[] {
  return [...promptedArms.filter(({ id }) => arms.includes(id)), ...define.map(armOf)];
}

/** The derived arms that a config asks for. */
export function derivedOf({ arms }: Pick<ArmChoice, "arms">): DerivedArm[] {
  return derivedArms.filter(({ id }) => arms.includes(id));
}

/** The floors that a config asks for, in the order of the tables. */
export function floorsOf({ arms }: Pick<ArmChoice, "arms">): FloorArm[] {
  return floorArms.filter(({ id }) => arms.includes(id));
}

/** The prompted arm called `id`; throws on a name that is none, which a checked plan never holds. */
export function promptedArm({ define }: Pick<ArmChoice, "define">, id: string): PromptedArm {
  const own = define.find((one) => one.id === id);
  const arm = own === undefined ? promptedArms.find((one) => one.id === id) : armOf(own);
  if (arm === undefined) throw new Error(`no prompted arm is called ${id}`);
  return arm;
}
