// The heat maps and ranks of a result of `npm run validate real-sets-MODEL` or `panel-control-MODEL` as a page:
//   node scripts/heat-page.ts validate/results/real-sets-smollm2-135m.json page.html
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Block, Cell } from "../src/report/blocks.ts";
import { heatMap } from "../src/report/charts.ts";
import { renderHtml } from "../src/report/html.ts";

const number = z.number().nullable();
const bounds = z.object({ estimate: number, low: number, high: number });
const control = z.object({
  name: z.string(),
  inputs: z.object({ scorer: z.string() }),
  candidates: z.array(z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])),
  rows: z.record(z.string(), z.int()),
  nested: z.array(
    z.object({
      count: z.int(),
      first: z.int(),
      of: z.int(),
      found: z.array(
        z.object({ set: z.string(), rows: z.int(), rank: bounds.nullish(), z: number, verdict: z.string() }),
      ),
    }),
  ),
  heat: z.array(
    z.object({ set: z.string(), shift: z.array(number), centred: z.array(number), z: z.array(number) }),
  ),
});
const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error("name a result and a page");
const found = control.parse(JSON.parse(readFileSync(from, "utf8")));
const { candidates, heat, nested, rows, inputs } = found;
const map = (what: "shift" | "centred" | "z", caption: string, scale: number): Block => ({
  kind: "figure",
  id: what,
  caption,
  alt: heat.map((column) => `${column.set}: ${column[what].join(", ")}`).join("; "),
  spec: heatMap(
    candidates.flatMap((row, at) =>
      heat.map((column) => ({
        ...{ row, column: column.set, value: column[what][at] ?? null },
        framed: column.set === row,
      })),
    ),
    { scale },
  ),
});
const last = nested.at(-1)?.found ?? [];
writeFileSync(
  to,
  await renderHtml({
    title: found.name,
    subtitle: `Every set as if nothing were known of it, read by ${inputs.scorer}; ${Math.min(...Object.values(rows))} to ${Math.max(...Object.values(rows))} rows a set`,
    headline: [],
    blocks: [
      { kind: "heading", text: "Candidate prompts by sets" },
      map(
        "centred",
        "Double-centred shift, less what the other candidates explain, thousandths of a nat a token: candidates (rows) by sets (columns); a set's own prompt is framed.",
        1000,
      ),
      map("shift", "The same before centring.", 1000),
      map("z", "Tenths of z: centred shift over how such cells vary in sets without that plant.", 10),
      { kind: "heading", text: "Rank of the own prompt by rows" },
      {
        kind: "table",
        caption: "Ranks with 95% intervals over prompts.",
        columns: [
          { title: "set" },
          ...nested.map(({ count }) => ({ title: `${count} rows`, align: "right" as const })),
          { title: "z at the last", align: "right" },
          { title: "verdict at the last" },
        ],
        rows: last.map((one): Cell[] => [
          one.set,
          ...nested.map(({ found: at }): Cell => {
            const rank = at.find(({ set }) => set === one.set)?.rank;
            const { estimate, low, high } = rank ?? {};
            return typeof estimate === "number" && typeof low === "number" && typeof high === "number"
              ? { estimate, low, high, digits: 0 }
              : { absent: "no plant" };
          }),
          one.z === null ? { absent: "no plant" } : { number: one.z, digits: 1 },
          one.verdict === "none" ? "none of these" : one.verdict,
        ]),
      },
      {
        kind: "paragraph",
        text: nested.map(({ count, first, of }) => `${count} rows: ${first} of ${of} first.`).join(" "),
      },
    ],
  }),
);
