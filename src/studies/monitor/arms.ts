import { actions } from "./arms/actions.ts";
import { type FloorArm, floorArms } from "./arms/floors.ts";
import { fresh } from "./arms/fresh.ts";
import { prefix } from "./arms/prefix.ts";
import { prefixSameTurn } from "./arms/prefix-same-turn.ts";
import type { PromptedArm } from "./arms/prompted.ts";

/** All prompted arms, in the order of the tables. */
const promptedArms: readonly PromptedArm[] = [prefix, prefixSameTurn, fresh, actions];

/** Names of all arms: prompted ones, then floors. */
export const armIds: readonly string[] = [...promptedArms, ...floorArms].map(({ id }) => id);

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
