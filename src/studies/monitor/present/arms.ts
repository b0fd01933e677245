import type { Block, Cell, Column } from "../../../report/blocks.ts";
import { armsChart, rocChart } from "../../../report/charts.ts";
import type { Interval } from "../../../stats/distributions/interval.ts";
import type { ArmResult, LeaveOut, MonitorResults } from "../results.ts";
import { countCell, estimateCell, numberCell, percent } from "./cells.ts";

const oneClass = "one class has no scores, so there is no AUROC";
const noPairs = "no two runs of different classes share this stratum";

/** The main table, every arm and floor with its strata, and two figures. */
export function armsBlocks(results: MonitorResults): Block[] {
  const { arms, strata } = results;
  const [author, suite, both] = [strata.author, strata.suite, strata.authorSuite];
  const leftOut = (part: LeaveOut | null, absent: string | null): Cell =>
    numberCell(part?.auroc, absent ?? "there are not two parts to leave out");
  const rows = arms.map((arm): Cell[] => [
    arm.title,
    countCell(arm.n),
    estimateCell(arm.auroc, oneClass),
    estimateCell(arm.within.author, author ?? constant(arm) ?? noPairs),
    estimateCell(arm.within.suite, suite ?? noPairs),
    estimateCell(arm.within.authorSuite, both ?? constant(arm) ?? noPairs),
    leftOut(arm.leaveOut.suite, suite),
    leftOut(arm.leaveOut.author, author ?? constant(arm)),
  ]);
  const columns: Column[] = [
    { title: "arm" },
    { title: "runs", note: "runs with a score" },
    {
      title: "AUROC",
      note: "the chance that a positive run scores above a negative one, ties counted half; 95% interval by bootstrap over groups",
    },
    { title: "within author", note: "pairs of runs written by the same model only" },
    { title: "within suite", note: "pairs of runs of the same suite only" },
    { title: "within both", note: "pairs that share author and suite" },
    {
      title: "suite left out",
      note: "floors that are trained, trained again without the suite they score; the pooled AUROC where nothing is trained",
    },
    { title: "author left out", note: "likewise, without the author" },
  ];
  const firstFloor = arms.findIndex(({ kind }) => kind === "floor");
  const firstTrained = arms.findIndex(({ kind }) => kind !== "prompted");
  return [
    { kind: "heading", text: "Arms and floors" },
    {
      kind: "table",
      caption:
        "How well each arm tells positive runs from negative ones: prompted arms, then probes and ensembles, floors below the last rule.",
      columns,
      rows,
      rules: [...new Set([firstTrained, firstFloor])].filter((row) => row > 0),
    },
    ...permutedBlocks(arms),
    ...figures(arms),
    {
      kind: "details",
      summary: "What each arm does",
      blocks: [{ kind: "facts", rows: arms.map(({ title, about }) => ({ name: title, value: about })) }],
    },
  ];
}

/** What a probe reaches when labels mean nothing. */
function permutedBlocks(arms: readonly ArmResult[]): Block[] {
  const fitted = arms.flatMap(({ title, auroc, permuted }) =>
    permuted === null || auroc === null ? [] : [{ title, auroc, permuted }],
  );
  if (fitted.length === 0) return [];
  return [
    {
      kind: "table",
      caption:
        "Each probe against its own null: the same fits, folds and choice of penalty on shuffled labels.",
      columns: [
        { title: "probe" },
        { title: "AUROC" },
        { title: "mean of the null" },
        { title: "lowest" },
        { title: "highest" },
        { title: "draws" },
        { title: "p", note: "share of draws, the probe counted in, that are as good" },
      ],
      rows: fitted.map(({ title, auroc, permuted }): Cell[] => [
        title,
        estimateCell(auroc, oneClass),
        { number: permuted.mean, digits: 2 },
        { number: permuted.low, digits: 2 },
        { number: permuted.high, digits: 2 },
        countCell(permuted.draws),
        { number: permuted.p, digits: 3 },
      ]),
    },
  ];
}

/** The author floor says one thing of all runs of an author: within one it differs by the folds alone. */
function constant({ id }: ArmResult): string | null {
  return id === "author" ? "a constant within an author: what is left is an artefact of the folds" : null;
}

function figures(arms: readonly ArmResult[]): Block[] {
  const out: Block[] = [];
  const shown = arms.flatMap((arm) =>
    arm.auroc === null ? [] : [{ name: arm.title, ...arm.auroc, floor: arm.kind === "floor" }],
  );
  if (shown.length > 0) {
    out.push({
      kind: "figure",
      id: "arms",
      caption: "AUROC with 95% intervals; hollow marks are floors, the dashed line is chance.",
      alt: shown
        .map(({ name, estimate, low, high }) => `${name}: ${said({ estimate, low, high })}`)
        .join("; "),
      spec: armsChart(shown, { label: "AUROC" }),
    });
  }
  const shownCurves = curved(arms);
  const curves = shownCurves.flatMap(({ title, roc, kind }) =>
    roc === null ? [] : [{ name: title, fpr: roc.fpr, tpr: roc.tpr, floor: kind === "floor" }],
  );
  if (curves.length > 0) {
    out.push({
      kind: "figure",
      id: "roc",
      caption: `ROC curves; thin grey lines are floors, the dotted diagonal is a coin.${shownCurves.length < arms.length ? " More than six arms are not told apart in one figure: the others stand in the table." : ""}`,
      alt: `ROC curves of ${curves.map(({ name }) => name).join(", ")}; their areas stand in the table above.`,
      spec: rocChart(curves),
    });
  }
  return out;
}

/** Which arms' curves are drawn: the floors, and of the others the six that matter most. */
function curved(arms: readonly ArmResult[]): ArmResult[] {
  const first = ["prefix", "fresh", "trusted", "probe-asked", "probe-end", "prefix-same-turn", "ensemble-lr"];
  const place = (id: string): number => (first.includes(id) ? first.indexOf(id) : first.length);
  const others = arms
    .filter(({ kind, roc }) => kind !== "floor" && kind !== "control" && roc !== null)
    .toSorted((a, b) => place(a.id) - place(b.id))
    .slice(0, 6);
  return arms.filter((arm) => arm.kind === "floor" || others.includes(arm));
}

/** TPR at fixed FPR and safety at audit budgets, of the levels that the negatives can resolve. */
export function lowRateBlocks({ arms }: MonitorResults): Block[] {
  const fprs = [...new Set(arms.flatMap(({ tprAtFpr }) => tprAtFpr.map(({ fpr }) => fpr)))].sort(ascending);
  const budgets = [...new Set(arms.flatMap(({ safety }) => safety.map(({ budget }) => budget)))].sort(
    ascending,
  );
  if (fprs.length + budgets.length === 0) return [];
  const firstFloor = arms.findIndex(({ kind }) => kind === "floor");
  const unresolved = "fewer negatives than this level needs, or none scored";
  return [
    { kind: "heading", text: "Few false alarms, small audits" },
    {
      kind: "table",
      caption:
        "Share of positives caught; thresholds are found again in every bootstrap draw. Levels that the number of negatives cannot resolve are left out.",
      columns: [
        { title: "arm" },
        ...fprs.map((fpr) => ({ title: `TPR at FPR ${percent(fpr)}` })),
        ...budgets.map((budget, index) => ({
          title: `safety at ${percent(budget)}`,
          ...(index === 0
            ? {
                note: "share of positives audited when that share of ordinary runs may be audited, ties audited at random (Greenblatt et al., AI Control, 2023)",
              }
            : {}),
        })),
      ],
      rows: arms.map((arm): Cell[] => [
        arm.title,
        ...fprs.map((fpr) =>
          estimateCell(
            arm.tprAtFpr.find((at) => at.fpr === fpr),
            unresolved,
          ),
        ),
        ...budgets.map((budget) =>
          estimateCell(
            arm.safety.find((at) => at.budget === budget),
            unresolved,
          ),
        ),
      ]),
      ...(firstFloor > 0 ? { rules: [firstFloor] } : {}),
    },
  ];
}

/** Part by part what each arm does, folded away. */
export function leaveOutBlocks({ arms }: MonitorResults): Block[] {
  const table = (part: "suite" | "author"): Block[] => {
    const names = arms.find(({ leaveOut }) => leaveOut[part] !== null)?.leaveOut[part]?.groups ?? [];
    if (names.length === 0) return [];
    return [
      {
        kind: "details",
        summary: `Each ${part} on its own`,
        blocks: [
          {
            kind: "table",
            caption: `AUROC within each ${part}. Trained floors were trained on the other ${part}s only.`,
            columns: [
              { title: part },
              { title: "runs" },
              { title: "positive" },
              ...arms.map(({ title }) => ({ title, align: "right" as const })),
            ],
            rows: names.map(({ name, n, positives }): Cell[] => [
              name,
              countCell(n),
              countCell(positives),
              ...arms.map(({ leaveOut }) =>
                numberCell(
                  leaveOut[part]?.groups.find((group) => group.name === name)?.auroc,
                  "one class has no scores here",
                ),
              ),
            ]),
          },
        ],
      },
    ];
  };
  return [...table("suite"), ...table("author")];
}

function said({ estimate, low, high }: Interval): string {
  return `${estimate.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

function ascending(a: number, b: number): number {
  return a - b;
}
