import type { TuningSet } from "../../data/tuning-set.ts";
import type { ScoredSets } from "../../panel/scored-sets.ts";
import { rowsNeeded } from "../../stats/distributions/power.ts";
import type { Analysis, AnalyzeContext, Outcomes } from "../../study/study.ts";
import { resolveClaims } from "./claims.ts";
import type { AuditConfig, TestId } from "./config.ts";
import { type SetPair, sharedPrompts } from "./features.ts";
import type { AuditInputs } from "./inputs.ts";
import { type AuditResults, type ReadSet, type SetResult, setsOf } from "./results.ts";
import { differentOf } from "./tests/different/different.ts";
import { falseAlarmsOf } from "./tests/different/false-alarms.ts";
import { type InvestigatedSet, investigatorOf } from "./tests/investigator/result.ts";
import { kindOf } from "./tests/kind/result.ts";
import { ladderOf } from "./tests/ladder/ladder.ts";
import { panelAlarms } from "./tests/panel/alarms.ts";
import { type PanelScores, panelScores, panelSets, scorerRole } from "./tests/panel/panel-test.ts";
import { panelEnds, panelResultOf, type ScorerEnd } from "./tests/panel/result.ts";
import { type RowOutcomes, rowOutcomes, rowResultOf } from "./tests/row/result.ts";
import { trainedMonitorOf } from "./tests/states/result.ts";
import { studentsOfSet } from "./tests/students/student-result.ts";
import { studentLack } from "./tests/students/student-test.ts";
import { wordsOfPair } from "./tests/words/words.ts";
import { topRowsOf } from "./top-rows.ts";
import type { AuditTrial, AuditValue } from "./trial.ts";

const topRowsShown = 8;

/** Outcomes and rows to results: set by set what needs the clean rows, then the investigator over all sets. */
export async function analyzeOutcomes(
  config: AuditConfig,
  inputs: AuditInputs,
  outcomes: Outcomes<AuditTrial, AuditValue>,
  context: AnalyzeContext,
): Promise<Analysis<AuditResults>> {
  const runs = testsRun(config, inputs);
  const { reference } = inputs;
  const rows = runs.ran("row") ? await rowOutcomes(outcomes) : null;
  const panel = await panelScoresOf(config, inputs, outcomes);
  const ends = panel === null ? null : inputs.suspects.map((_, i) => endsOf(i, panel, config, inputs));
  const investigator = runs.ran("investigator") ? await investigatorOf(config, inputs, outcomes) : null;
  const monitor = await trainedMonitorOf(config, inputs, outcomes, context);
  const sets: SetResult[] = [];
  for (const [i, suspect] of inputs.suspects.entries()) {
    const progress = (fraction: number, doing: string): void =>
      context.progress((i + fraction) / (inputs.suspects.length + 1), `${doing}: ${suspect.name}`);
    const compared =
      reference === null
        ? nothingOf(suspect)
        : await setResultOf(
            { suspect, reference },
            config,
            inputs,
            { rows, panel: ends?.[i]?.[0] ?? null, investigated: investigator?.sets[i] ?? null },
            context,
            progress,
          );
    progress(0.9, "panel");
    sets.push({
      ...compared,
      ...panelOf(i, panel, ends?.[i] ?? null, config, inputs, context),
      monitor: monitor?.sets[i] ?? null,
    });
  }
  const [first, ...others] = sets;
  const [suspect] = inputs.suspects;
  if (first === undefined || suspect === undefined) throw new Error("an audit has a suspect set");
  const statistics = runs.ran("different") || runs.ran("words");
  const results: AuditResults = {
    ...first,
    version: 1,
    about: {
      suspects: inputs.suspects.map((set) => readSetOf(set, reference)),
      reference: reference === null ? null : readSetOf(reference, null),
      notes: inputs.notes,
      level: config.level,
      notRun: runs.not,
    },
    others,
    investigator,
    students: runs.ran("student")
      ? await studentsOfSet(config, inputs, outcomes, context.random.fork("students"))
      : null,
    falseAlarms:
      reference === null
        ? []
        : [
            ...(statistics
              ? await falseAlarmsOf({ suspect, reference }, config, context, (fraction) =>
                  context.progress(
                    (inputs.suspects.length + fraction) / (inputs.suspects.length + 1),
                    "the reference against itself",
                  ),
                )
              : []),
            ...panelAlarms(ends?.[0] ?? [], reference, config, inputs),
            ...(monitor?.falseAlarms ?? []),
          ],
  };
  return {
    claims: resolveClaims(results),
    gates: [],
    warnings: warningsOf(results),
    results,
    cost: {},
  };
}

async function setResultOf(
  pair: SetPair,
  config: AuditConfig,
  inputs: AuditInputs,
  {
    rows,
    ...measured
  }: {
    readonly rows: RowOutcomes | null;
    readonly panel: ScorerEnd | null;
    readonly investigated: InvestigatedSet | null;
  },
  context: AnalyzeContext,
  progress: (fraction: number, doing: string) => void,
): Promise<SetResult> {
  const asked = (test: TestId): boolean => config.tests.includes(test);
  const different = asked("different")
    ? await differentOf(pair, config, context, (fraction) =>
        progress(0.7 * fraction, "refits on shuffled rows"),
      )
    : null;
  const words = asked("words") ? wordsOfPair(pair, config, context.random) : null;
  const row = rows === null ? null : rowResultOf(pair, config, inputs, rows, context);
  progress(0.8, "mixtures");
  return {
    set: pair.suspect.name,
    different,
    words,
    ...noPanel,
    row: row?.result ?? null,
    ladder: asked("ladder")
      ? await ladderOf(pair, { ...measured, monitored: row?.scores ?? null }, config, context)
      : null,
    topRows: asked("different") || asked("words") ? topRowsOf(pair, topRowsShown) : [],
  };
}

const noPanel = { panel: null, kind: null, monitor: null } as const;

interface ScoredPanel {
  readonly sets: ScoredSets;
  /** By scorer. */
  readonly scores: readonly PanelScores[];
}

async function panelScoresOf(
  config: AuditConfig,
  inputs: AuditInputs,
  outcomes: Outcomes<AuditTrial, AuditValue>,
): Promise<ScoredPanel | null> {
  const sets = panelSets(config, inputs);
  if (sets === null) return null;
  const scores = config.scorer.map((_, i) => panelScores(scorerRole(i)));
  for await (const outcome of outcomes) for (const one of scores) one.take(outcome);
  return { sets, scores };
}

function endsOf(
  number: number,
  { sets, scores }: ScoredPanel,
  config: AuditConfig,
  inputs: AuditInputs,
): readonly ScorerEnd[] {
  const set = sets.suspects[number];
  return set === undefined ? [] : panelEnds(set, sets, scores, config, inputs);
}

function panelOf(
  number: number,
  panel: ScoredPanel | null,
  ends: readonly ScorerEnd[] | null,
  config: AuditConfig,
  inputs: AuditInputs,
  context: AnalyzeContext,
): Pick<SetResult, "panel" | "kind"> {
  const set = panel?.sets.suspects[number];
  if (panel === null || ends === null || set === undefined) return noPanel;
  const { tests, scorer, kin } = config;
  return {
    panel: panelResultOf(set, panel.sets, ends, config, inputs, context),
    kind:
      tests.includes("kind") && scorer.length > 1 && kin.length > 0
        ? kindOf(set, panel.sets, ends, config, inputs)
        : null,
  };
}

function nothingOf({ name }: TuningSet): SetResult {
  return { set: name, different: null, words: null, ...noPanel, row: null, ladder: null, topRows: [] };
}

function readSetOf(set: TuningSet, reference: TuningSet | null): ReadSet {
  const { name, sha256, counts, rows } = set;
  const shared = sharedPrompts(rows, (reference ?? set).rows).size;
  return { name, sha256, counts, used: rows.length, shared };
}

/** Which of the tests that were asked for can be run. */
function testsRun(
  config: AuditConfig,
  inputs: AuditInputs,
): { readonly ran: (test: TestId) => boolean; readonly not: AuditResults["about"]["notRun"] } {
  const lacks = (test: TestId): string | null => {
    if (test === "investigator")
      return config.investigator === null ? "no model was named: --investigator" : null;
    if (test === "monitor") return config.reader === null ? "no model was named: --reader" : null;
    if (test === "panel") return config.scorer.length === 0 ? "no model was named: --scorer" : null;
    if (test === "kind") {
      if (config.scorer.length < 2) return "it takes two scorers: --scorer";
      return config.kin.length === 0
        ? "how the scorers stand to the model that wrote the set is not said: --kin"
        : null;
    }
    if (test === "student") return studentLack(config, inputs);
    if (inputs.reference === null) return "no reference was given: --reference";
    return test === "row" && config.monitor === null ? "no model was named: --monitor" : null;
  };
  const not = config.tests.flatMap((test) => {
    const reason = lacks(test);
    return reason === null ? [] : [{ test, reason }];
  });
  return { ran: (test) => config.tests.includes(test) && lacks(test) === null, not };
}

function warningsOf(results: AuditResults): string[] {
  const { about, others, different } = results;
  const unpaired = about.reference === null ? [] : about.suspects.filter(({ shared }) => shared === 0);
  return [
    ...setsOf(results).flatMap(powerWarnings),
    ...unpaired.map(
      ({ name }) =>
        `${name} has no prompt in common with the reference. Lost with that: the words paired by prompt, the curves on shared prompts, and any way to tell how the answers differ from how the prompts were chosen. What is left compares all rows.`,
    ),
    ...(different !== null && others.length > 0
      ? [
          "Each set is tested by itself; with several sets one in twenty tests at the level of .05 cries out by chance.",
        ]
      : []),
  ];
}

/** AUROC of single rows, and share of answers with a word, that a set should be large enough to show. */
const wanted = { auroc: 0.55, more: 0.05 };

/** Fewer rows than the power needs: said first, before anyone reads a list without words as an all-clear. */
function powerWarnings({ set, different, words }: SetResult): string[] {
  const needed = rowsNeeded(wanted.auroc, 0.05, 0.8);
  const shared = different?.tests.wordsShared.held;
  const held = different?.tests.words.held;
  const few = (side: typeof held): number | null => {
    const smaller = side === undefined ? 0 : Math.min(side.suspect, side.clean);
    return smaller > 0 && smaller < needed ? smaller : null;
  };
  const [all, onShared] = [few(held), few(shared)];
  const most = words?.power.find(({ more }) => more === wanted.more)?.pairs ?? 0;
  return [
    ...(all === null
      ? []
      : [
          `${set}: ${all} held rows in the smaller set, and ${needed} are needed to tell an AUROC of ${wanted.auroc} from a coin four times in five. Finding no difference means little.`,
        ]),
    ...(all !== null || onShared === null
      ? []
      : [
          `${set}: on shared prompts there are ${onShared} held rows, and ${needed} are needed to tell an AUROC of ${wanted.auroc} from a coin four times in five.`,
        ]),
    ...(words === null || !words.paired || words.pairs >= most
      ? []
      : [
          `${set}: ${words.pairs} pairs of answers, and ${most} are needed to find a word that stands in ${100 * wanted.more}% more of them.`,
        ]),
  ];
}
