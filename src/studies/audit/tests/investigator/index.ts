import type { AuditTest, Climb } from "../../audit-test.ts";
import type { FrameId } from "./frames.ts";
import { investigatorAsks } from "./investigator-asks.ts";
import { investigatorBlocks } from "./present.ts";
import {
  type InvestigatedSet,
  type Investigator,
  investigator,
  investigatorOf,
  type Tried,
} from "./result.ts";

/** What does a model name that is shown rows? */
export const investigatorTest: AuditTest<"investigator", "run", Investigator> = {
  id: "investigator",
  per: "run",
  result: investigator,
  needs: "--investigator",
  lacks: (config) => (config.investigator === null ? "no model was named: --investigator" : null),
  asks: investigatorAsks,
  begin: (work) => {
    const { config, inputs } = work;
    const tried: Tried[] = [];
    work.listen(investigatorAsks, (trial, result) => tried.push({ trial, result }));
    return {
      found: async () => investigatorOf(config, inputs, tried),
      climbs: async (set) =>
        investigatorClimbs(investigatorOf(config, inputs, tried).sets[set], config.shown),
    };
  },
  blocks: investigatorBlocks,
};

/** Tries in the place of mixtures, share 0 first: clean rows under the accusation. Nothing where no mixture was shown, or nothing is sealed. */
function investigatorClimbs(set: InvestigatedSet | undefined, size: number): readonly Climb[] {
  const { frames = [], mixtures = [] } = set ?? {};
  const shownAlone = (share: number, id: FrameId) => ({ share, ...frames.find(({ frame }) => frame === id) });
  const shown = [shownAlone(1, "suspect"), ...mixtures].sort((a, b) => b.share - a.share);
  const found = [shownAlone(0, "accused"), ...shown].flatMap(({ share, tries = 0, exact = null }) =>
    exact === null || tries === 0 ? [] : [{ share, found: exact, worlds: tries, z: Number.NaN }],
  );
  if (mixtures.length === 0 || found.length < shown.length + 1) return [];
  return [
    {
      method: "investigator",
      about:
        "a try of the investigator gives the sealed answer, one without a readable reply counted as not; without suspect rows: clean ones under the same accusation",
      ...{ size, unit: "rows shown in each try", found, extrapolates: false },
    },
  ];
}
