import { CredenceError } from "../core/error.ts";
import { formatNumber } from "../report/format.ts";
import { countCell, paragraph, right, table } from "../report/write.ts";
import { leastGap, plannedPower } from "../stats/contrasts/cluster-power.ts";
import type { StudyAction } from "../study/study.ts";

/** Base rates of the lower arm, and true differences, that are shown. */
const bases = [0.2, 0.5] as const;
const differences = [0.05, 0.1, 0.2] as const;

/**
 * `--power`: what an experiment of a size could see, before anything is asked. Items' true differences are taken to vary by 10 points among clusters
 * and by 10 within one (standard deviations); verdicts ask for the 99% interval.
 *
 * @param shipped items and clusters that there are, and families
 */
export function powerAction(shipped: {
  readonly items: number;
  readonly clusters: number;
  readonly families: number;
}): StudyAction {
  return {
    name: "power",
    flags: "--power",
    doc: "say what a run of this size could see (--items, --families, --blocks), and ask nothing",
    more: ["items", "families", "blocks"].map((name) => ({ name, flags: `--${name} <N>`, doc: "" })),
    perform: async (given) => {
      const items = whole("items", given.items, shipped.items);
      const clusters = Math.min(items, shipped.clusters);
      const families = whole("families", given.families, shipped.families);
      const blocks = whole("blocks", given.blocks, 3);
      const sizes = [
        { says: `written, ${blocks} blocks in ${families} families`, draws: blocks * families },
        { says: "chances read from the model", draws: Number.POSITIVE_INFINITY },
      ];
      const rows = sizes.flatMap(({ says, draws }) =>
        bases.map((base) => {
          const plan = { clusters, itemsPerCluster: items / clusters, draws, base };
          return {
            says,
            base,
            least: leastGap(plan, 0.8, 0.99),
            chances: differences.map((gap) => plannedPower(plan, gap, 0.99)),
          };
        }),
      );
      return {
        ok: true,
        title: `What ${items} items in ${clusters} clusters could show`,
        json: { items, clusters, families, blocks, rows },
        blocks: [
          table(
            "A difference between two arms, each item its own control.",
            [
              "how",
              right("base rate"),
              right("seen in 8 of 10 runs, points"),
              ...differences.map((gap) => right(`chance to see ${100 * gap} points`)),
            ],
            rows.map(({ says, base, least, chances }) => [
              says,
              `${100 * base}%`,
              formatNumber(100 * least, 1),
              ...chances.map((chance) => `${formatNumber(100 * chance, 0)}%`),
            ]),
          ),
          table(
            "The size.",
            ["items", "clusters", "families", "blocks"],
            [[countCell(items), countCell(clusters), countCell(families), countCell(blocks)]],
          ),
          paragraph(
            "Seen: the 99% interval that a verdict rests on leaves out 0. True differences are taken to vary among clusters by 10 points and among items of one by 10 more (standard deviations); the run's own report says what could be seen with the spread that it found.",
          ),
        ],
      };
    },
  };
}

function whole(name: string, text: string | undefined, usual: number): number {
  const value = text === undefined ? usual : Number(text);
  if (Number.isInteger(value) && value >= (name === "items" ? 2 : 1)) return value;
  throw new CredenceError(
    "usage",
    `--${name} is '${text}', not a whole number of at least ${name === "items" ? 2 : 1}`,
    {
      fix: `Give a number, such as --${name} ${usual}.`,
    },
  );
}
