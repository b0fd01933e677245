import type { AuditConfig } from "./settings.ts";

/** The tests that the answer rests on, for each suspect set, fixed before any row is read: five curves and the list of words. */
export const registeredTests = ["words", "format", "prompt", "wordsShared", "formatShared", "list"] as const;

/** One of them. */
export type RegisteredTest = (typeof registeredTests)[number];

type Registered = Pick<AuditConfig, "level" | "suspects">;

/** Level of the first of Holm's steps: what a single test must reach where no other does. */
export function answerLevel({ level, suspects }: Registered): number {
  return level / (registeredTests.length * Math.max(1, suspects.length));
}

/** Shuffles below which no p is fine enough for the answer: ten for each chance that a p must tell. */
export function neededShuffles(config: Registered): number {
  return Math.ceil(10 / answerLevel(config) - 1e-9);
}

/** From so many on, shuffles are made as many as the answer takes; fewer were asked for to be quick. */
const usual = 2000;

/** The same settings with as many shuffles as are made. */
export function withShuffles(config: AuditConfig): AuditConfig {
  const { permutations } = config;
  return permutations < usual
    ? config
    : { ...config, permutations: Math.max(permutations, neededShuffles(config)) };
}
