import { paragraph, right, table } from "../../report/write.ts";
import type { ActionEnd, StudyAction } from "../../study/study.ts";
import { resolveForecasts } from "./resolve.ts";
import { selfTest } from "./self-test.ts";
import { readTables } from "./tables.ts";

/** What `credence forecast` does beside runs. */
export const forecastActions: readonly StudyAction[] = [
  {
    name: "selfTest",
    flags: "--self-test",
    doc: "recompute every published value this study is held to, instead of a run",
    perform: checkAll,
  },
  {
    name: "resolve",
    flags: "--resolve <FORECASTS.json>",
    doc: "score forecasts that an earlier run registered, on the data given by --with, instead of a run",
    more: [
      { name: "with", flags: "--with <CSV>", doc: "newer data for --resolve: columns date and value" },
      { name: "series", flags: "--series <NAME>", doc: "which registered series these data are" },
    ],
    perform: (given) => resolveForecasts(given.resolve ?? "", given.with ?? "", given.series ?? null),
    needs: ["with"],
  },
];

async function checkAll(): Promise<ActionEnd> {
  const checks = selfTest(await readTables());
  const wrong = checks.filter(({ ok }) => !ok);
  const said =
    wrong.length === 0
      ? `All ${checks.length} agree.`
      : `${wrong.length} of ${checks.length} differ: ${wrong.map(({ name }) => name).join("; ")}.`;
  return {
    ok: wrong.length === 0,
    title: "Self-test",
    json: { ok: wrong.length === 0, checks: checks.map((check) => ({ ...check })) },
    blocks: [
      table(
        "Published values, recomputed from the built-in tables.",
        ["value", right("published"), right("recomputed"), ""],
        checks.map(({ name, expected, actual, ok }) => [name, expected, actual, ok ? "ok" : "DIFFERS"]),
      ),
      paragraph(said),
    ],
  };
}
