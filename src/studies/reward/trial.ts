import { z } from "zod";
import type { TrialShape } from "../../study/study.ts";
import { ending } from "../../worlds/folder/outcome.ts";

/** One episode in the world, or one question about a cell. */
export interface RewardTrial extends TrialShape {
  /** `act` or `question`. */
  readonly arm: string;
  /** The cell's name; `item` is the hash of what is said in it. */
  readonly cell: string;
  readonly task: string;
  readonly surface: string;
  /** Of a question: which, and which option stands first. */
  readonly probe: string;
  readonly order: 0 | 1;
  readonly manner: {
    readonly protocol: "text" | "tools";
    readonly turns: number;
    readonly tokens: number;
    readonly temperature: number;
  };
}

/** Role of the model with this place among those compared. */
export function modelRole(place: number): string {
  return place === 0 ? "model" : `model ${place + 1}`;
}

/** Place of the model that plays a role. */
export function placeOf(role: string | null): number {
  return role === null || role === "model" ? 0 : Number(role.slice("model ".length)) - 1;
}

/** Schema of how an episode went. */
const acted = z
  .object({
    ...ending.unwrap().shape,
    turns: z.int(),
    calls: z.int(),
    noSuchTool: z.int(),
    errors: z.int(),
    /** The last words and calls of the model, cut to 400 characters. */
    said: z.string(),
    /** Hash of the whole episode in the run. */
    raw: z.string(),
  })
  .readonly();
export type Acted = z.infer<typeof acted>;

/** Schema of what a trial gives: an episode, or the chance given to the right option. */
export const rewardValue = z.union([
  z.object({ acted }).readonly(),
  z.object({ right: z.number(), said: z.string().exactOptional() }).readonly(),
]);
export type RewardValue = z.infer<typeof rewardValue>;
