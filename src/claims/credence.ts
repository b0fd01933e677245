import { z } from "zod";
import { CredenceError } from "../core/error.ts";

/** A belief about a claim, given before the data, as chances of the three ways in which a run can decide it; they sum to 1. */
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

/** The chance of an undecided run where nobody says: a study planned for a power of 80%, the field's usual plan (Cohen 1988). */
export const usualUndecided = 0.2;

/** No part is below this, so that no outcome costs everything. */
const leastPart = 0.01;

/**
 * A credence from P(the claim is true) and P(a run leaves it undecided). A true claim comes out supported with the study's power and
 * undecided otherwise, a false one contradicted: p (1 - u), (1 - p)(1 - u), u; then no part below .01.
 *
 * @throws CredenceError `usage` when a number is outside 0..1.
 * @example credence(0.3, 0.2) // { supported: 0.24, contradicted: 0.56, undecided: 0.2 }
 */
export function credence(probability: number, undecided = usualUndecided): Credence {
  const inside = (p: number): boolean => p >= 0 && p <= 1;
  if (!inside(probability) || !inside(undecided)) {
    throw new CredenceError(
      "usage",
      `a credence of ${probability} with ${undecided} for undecided is no distribution`,
      { fix: "Give two numbers between 0 and 1." },
    );
  }
  // Twelve digits: .3 of .8 is .24, not .23999999999999998.
  const round = (p: number): number => Math.round(p * 1e12) / 1e12;
  const supported = round(probability * (1 - undecided));
  const contradicted = round((1 - probability) * (1 - undecided));
  return withLeast({ supported, contradicted, undecided });
}

/** The same belief with no part below .01; what that takes comes from the others in proportion. */
export function withLeast(believed: Credence): Credence {
  const low = Object.values(believed).filter((p) => p < leastPart);
  if (low.length === 0) return believed;
  const kept = 1 - low.reduce((sum, p) => sum + p, 0);
  const lifted = (p: number): number =>
    p < leastPart ? leastPart : (p * (1 - low.length * leastPart)) / kept;
  const { supported, contradicted, undecided } = believed;
  return {
    supported: lifted(supported),
    contradicted: lifted(contradicted),
    undecided: lifted(undecided),
  };
}
