import { z } from "zod";
import { CredenceError } from "../core/error.ts";

/** A belief about a claim, given before the data; the three parts sum to 1. */
export interface Credence {
  readonly supported: number;
  readonly contradicted: number;
  readonly undecided: number;
}

const part = z.number().min(0).max(1);

/** Schema of a stored credence. */
export const credenceSchema: z.ZodType<Credence> = z
  .object({ supported: part, contradicted: part, undecided: part })
  .refine((c) => Math.abs(c.supported + c.contradicted + c.undecided - 1) < 1e-9, "the parts must sum to 1");

/**
 * A credence from P(supported) and, if given, P(undecided); the rest is P(contradicted).
 *
 * @throws CredenceError `usage` when a part is outside 0..1 or they exceed 1 together.
 * @example credence(0.3, 0.2) // { supported: 0.3, contradicted: 0.5, undecided: 0.2 }
 */
export function credence(supported: number, undecided = 0): Credence {
  const inside = (p: number): boolean => p >= 0 && p <= 1;
  // Twelve digits: what is left of 0.3 and 0.2 is 0.5, not 0.49999999999999994.
  const contradicted = Math.round((1 - supported - undecided) * 1e12) / 1e12;
  if (!inside(supported) || !inside(undecided) || contradicted < 0) {
    throw new CredenceError(
      "usage",
      `a credence of ${supported} with ${undecided} for undecided is no distribution`,
      {
        fix: "Give two numbers between 0 and 1 that sum to at most 1.",
      },
    );
  }
  return { supported, contradicted: Math.max(0, contradicted), undecided };
}
