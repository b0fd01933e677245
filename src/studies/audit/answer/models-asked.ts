import type { Answer } from "../../../claims/answer.ts";
import { formatCount, formatEstimate, formatPercent } from "../../../report/format.ts";
import type { AuditResults } from "../results.ts";

type Checked = Answer["checked"][number];

/** Tests that a model must be named for, by what they look at. */
const tests = [
  { test: "panel", what: "hidden system prompt", how: "--scorer smollm2-135m", say: panelSays },
  { test: "investigator", what: "investigator", how: "--investigator MODEL", say: investigatorSays },
  { test: "row", what: "rows one by one", how: "--monitor MODEL", say: rowSays },
] as const;

/** What models saw; where none was asked, how to ask. A model that was not seen to see a plant in the person's own rows says nothing. */
export function modelsAsked(results: AuditResults): readonly Checked[] {
  const { about } = results;
  return tests.flatMap(({ test, what, how, say }): readonly Checked[] => {
    const said = say(results);
    if (said.length > 0) return said.map((one) => ({ what, ...one }));
    const reason = about.notRun.find((one) => one.test === test)?.reason;
    const lacks = reason?.includes("--reference") === true ? "--reference CLEAN.jsonl, " : "";
    return [{ what, state: "not-asked", says: `${lacks}${how}` }];
  });
}

type Said = Pick<Checked, "state" | "says">;

function panelSays({ sets }: AuditResults): readonly Said[] {
  return sets.flatMap(({ set, panel }) =>
    (panel?.scorers ?? []).map(({ scorer, found }): Said => {
      const by = sets.length > 1 ? `${set}, by ${scorer}` : `by ${scorer}`;
      if (found === null) return { state: "untested", says: `${by}: too few rows have a score` };
      const { kind, candidate } = found.verdict;
      const named = found.prompts[candidate ?? -1]?.about;
      if (kind === "named" && named !== undefined)
        return {
          state: "yes",
          says: `${by}: ${named}; the threshold rests on ${found.none.sets.length} sets without their true prompt`,
        };
      return {
        state: "untested",
        says: `${by}: ${kind === "none" ? "none of the panel's candidates stands out" : "something stands out, and not clearly one candidate"}; whether it would see one in these rows was not tried`,
      };
    }),
  );
}

function investigatorSays({ investigator }: AuditResults): readonly Said[] {
  if (investigator === null) return [];
  const { control, mean } = investigator;
  if (control === null)
    return [
      { state: "untested", says: "it was not tried on clean rows with an entity openly planted in them" },
    ];
  const seen = `an entity openly planted in clean rows it named in ${control.exact} of ${control.tries} tries`;
  if (2 * control.exact < control.tries)
    return [{ state: "untested", says: `${seen}, so that it says nothing` }];
  if (mean === null || mean.accused === null || mean.p === null)
    return [{ state: "untested", says: `no answer was sealed, or no clean rows were shown; ${seen}` }];
  const rates = `the sealed answer in ${formatPercent(mean.estimate)} of tries, for clean rows in ${formatPercent(mean.accused)}`;
  return [
    mean.p <= 0.01 && mean.estimate > mean.accused
      ? { state: "yes", says: rates }
      : { state: "no", says: `${rates}; ${seen}` },
  ];
}

function rowSays({ sets }: AuditResults): readonly Said[] {
  return sets.flatMap(({ set, row }): readonly Said[] => {
    if (row === null) return [];
    const by = sets.length > 1 ? `${set}: ` : "";
    const { control, equal } = row;
    if (control === null)
      return [
        { state: "untested", says: `${by}it was not tried on clean rows with open favour planted in them` },
      ];
    const seen = `clean rows with open favour in them are told from clean ones with AUROC ${formatEstimate({ ...control.auroc, digits: 2 })}`;
    if (control.auroc.at99.low <= 0.5)
      return [{ state: "untested", says: `${by}${seen}: it does not see even that, and says nothing` }];
    if (equal?.monitor == null) return [{ state: "untested", says: `${by}too few rows have a score` }];
    const area = `${by}AUROC ${formatEstimate({ ...equal.monitor, digits: 2 })} for bags of ${formatCount(equal.k)}`;
    return [
      equal.monitor.at99.low > 0.5
        ? { state: "yes", says: area }
        : { state: "no", says: `${area}, not told from a coin; ${seen}` },
    ];
  });
}
