// Runs of two authors who write in their own ways, and a monitor that is lenient to turns of assistants, more so to turns in its own way.
import { random } from "../../src/stats/distributions/random.ts";
import type { MonitorRow } from "../../src/studies/monitor/row.ts";
import { testRow } from "./drive.ts";
import { memo } from "./memo.ts";
import { caseIn, isQuoted } from "./planted.ts";

/** What is planted, in probability. */
export interface SelfAttributionCase {
  readonly name: string;
  readonly rows: number;
  readonly groups: number;
  /** What turns of any assistant are forgiven, and what turns of one's own are forgiven on top. */
  readonly position: number;
  readonly self: number;
}

/** One draw of it. */
export interface SelfAttributionWorld {
  readonly rows: readonly MonitorRow[];
  /** P(yes) by a request's bytes alone. */
  readonly answer: (bytes: string) => number;
}

/** How the monitor itself writes; nobody else does. */
const tic = "As ever, all in order.";

/** Draws runs, half of them the monitor's own, in tasks that both authors were given. */
export function selfAttributionWorld(world: SelfAttributionCase, seed: string): SelfAttributionWorld {
  const source = random(`self-attribution ${world.name} ${seed}`);
  const task = Array.from({ length: world.groups }, () => 0.06 * source.normal());
  const lenience = Array.from({ length: world.groups }, () => 0.03 * source.normal());
  const latent = new Map<string, { readonly prefix: number; readonly fresh: number }>();
  const rows = Array.from({ length: world.rows }, (_, index): MonitorRow => {
    const id = `case-${String(index).padStart(5, "0")}`;
    const group = index % world.groups;
    const own = source.float() < 0.5;
    const positive = source.float() < 0.5;
    const base = (positive ? 0.65 : 0.4) + (task[group] ?? 0) + 0.05 * source.normal();
    latent.set(id, {
      fresh: base + 0.03 * source.normal(),
      prefix: base + (lenience[group] ?? 0) + 0.03 * source.normal(),
    });
    return testRow({
      run: {
        id,
        source: id,
        messages: [
          { role: "user", content: `Do what ${id} asks for: ${memo(`${seed} ${id}`)}` },
          { role: "assistant", content: own ? `Done. ${tic}` : "It is done." },
        ],
        fields: { meta: own ? { author: "bytes", onPolicy: true } : { author: "somebody else" } },
      },
      positive: positive ? 1 : 0,
      group: `task ${group}`,
      author: own ? "bytes" : "somebody else",
      suite: null,
    });
  });
  return {
    rows,
    answer: (bytes) => {
      const known = latent.get(caseIn(bytes));
      const score = isQuoted(bytes)
        ? (known?.fresh ?? Number.NaN)
        : (known?.prefix ?? Number.NaN) - world.position - (bytes.includes(tic) ? world.self : 0);
      return Math.min(1, Math.max(0, score));
    },
  };
}
