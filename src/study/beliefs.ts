import { randomUUID } from "node:crypto";
import type { Credence } from "../claims/credence.ts";
import { identityOf } from "../core/identity.ts";
import { contentHash } from "../core/json.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import { openRegister } from "../ledger/register.ts";
import type { Beliefs } from "./runnable.ts";

/**
 * Writes a belief into the register; it is pending until a run that registers the claim binds it.
 *
 * @param probability P(the claim is true)
 * @param credence what is scored, made from it
 */
export async function predict(
  home: string,
  claim: string,
  { probability, credence }: { readonly probability: number; readonly credence: Credence },
  because: string | null,
): Promise<{ readonly id: string }> {
  const id = randomUUID();
  const at = new Date().toISOString();
  await openRegister(home).append(() => [{ t: "predicted", id, claim, probability, credence, because, at }]);
  return { id };
}

/** Has the register in the user's data folder keep what a run held when it was concluded. */
export function registerWitness(home: string): (run: RunRecord, seal: string) => Promise<void> {
  const register = openRegister(home);
  return async ({ id, integrity: { lines, mark } }, seal) => {
    const last = register.seals(id).at(-1);
    if (last?.seal === seal) return;
    await register.append(() => [{ t: "sealed", run: id, seal, lines, mark, at: new Date().toISOString() }]);
  };
}

/**
 * Credences from the user's register. One is pending for a claim at most: a newer one replaces it.
 */
export function registerBeliefs(home: string): Beliefs {
  const register = openRegister(home);
  return {
    pending: async (claims) => {
      const newest = new Map(
        register
          .predictions()
          .filter(({ state, claim }) => state === "pending" && claims.includes(claim))
          .map((prediction) => [prediction.claim, prediction]),
      );
      return Object.fromEntries(
        [...newest].map(([claim, { id, probability, credence, because, at }]) => [
          claim,
          { prediction: id, probability, credence, because, at },
        ]),
      );
    },
    filed: (run, name, text) => register.keep(`${run.id}-${name}`, text),
    bound: async (run) => {
      const { claims, inputs, models, credences, at } = run.registration;
      await register.append(() => [
        { t: "run", run: run.id, folder: run.folder, at },
        ...Object.entries(credences).map(([name, { prediction }]) => ({
          t: "bound" as const,
          id: prediction,
          run: run.id,
          folder: run.folder,
          subject: contentHash({
            claim: { ...claims.find(({ id }) => name.endsWith(`/${id}`)) },
            inputs: inputs.map(({ sha256 }) => sha256),
            models: Object.values(models).map(identityOf),
          }),
          at,
        })),
      ]);
    },
    resolved: async (run, findings) => {
      const at = new Date().toISOString();
      await register.append((predictions) => {
        const ours = predictions.filter(
          (prediction) => prediction.run === run.id && prediction.state === "bound",
        );
        return findings.claims.flatMap(({ id, verdict }) => {
          const claim = `${findings.study}/${id}`;
          return ours.some((prediction) => prediction.claim === claim)
            ? [{ t: "resolved" as const, run: run.id, claim, verdict, at }]
            : [];
        });
      });
    },
  };
}
