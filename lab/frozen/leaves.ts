import type { Json } from "../../src/core/json.ts";

/** What stands at the end of a path: no list and no object. */
export type Leaf = string | number | boolean | null;

/**
 * Everything in a value by its path, names and positions with dots between them. The length of a list stands under `#`, so that an entry too
 * many is a difference too.
 *
 * @example leaves({ a: [1, 2] }, "x") // x.a.# → 2, x.a.0 → 1, x.a.1 → 2
 */
function leaves(value: Json, path: string): Map<string, Leaf> {
  const out = new Map<string, Leaf>();
  const walk = (part: Json, at: string): void => {
    if (part === null || typeof part !== "object") {
      out.set(at, part);
      return;
    }
    if (Array.isArray(part)) out.set(`${at}.#`, part.length);
    for (const [name, inner] of Object.entries(part)) walk(inner, `${at}.${name}`);
  };
  walk(value, path);
  return out;
}

/** The part of findings that must stay as it is: of a claim its name, verdict and numbers, of results everything. */
export function frozenLeaves({ claims, results }: { readonly claims: Json; readonly results: Json }) {
  const ofClaims = [...leaves(claims, "claims")].filter(
    ([path, leaf]) => typeof leaf !== "string" || /\.(id|verdict)$/.test(path),
  );
  return new Map([...ofClaims, ...leaves(results, "results")]);
}

/** What may be said of a run whose data has no licence: verdicts, names of claims, and what is neither text nor a place in a file. */
export function numbersAlone(all: ReadonlyMap<string, Leaf>): Map<string, Leaf> {
  return new Map(
    [...all].filter(([path, leaf]) =>
      typeof leaf === "string" ? /^claims\.\d+\.id$|\.verdict$/.test(path) : !/\.line$|At\.\d+$/.test(path),
    ),
  );
}
