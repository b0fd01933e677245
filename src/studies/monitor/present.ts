import type { Block } from "../../report/blocks.ts";
import { formatCount } from "../../report/format.ts";
import { leading, paragraph } from "../../report/write.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import { aboutBlocks } from "./findings/about.ts";
import { authorshipBlocks } from "./findings/authorship.ts";
import { budgetBlocks } from "./findings/budgets.ts";
import { comparisonBlocks } from "./findings/comparisons.ts";
import { disagreementBlocks } from "./findings/disagreements.ts";
import { sanityBlocks } from "./findings/sanity.ts";
import { aboutArms, armBlocks } from "./present/arms.ts";
import { costBlocks } from "./present/cost.ts";
import type { MonitorResults } from "./results.ts";

/** What a reader sees of a monitor run between the headline and the cost table. */
export function presentFindings(findings: Envelope<MonitorResults>): Presentation {
  const { results } = findings;
  return {
    title: titleOf(results),
    ...leading([
      ...sanityBlocks(results.sanity),
      introduction(results),
      ...armBlocks("arms", results),
      ...aboutArms(results),
      ...comparisonBlocks(results.comparisons, results.arms),
      ...authorshipBlocks(results.authorship),
      ...armBlocks("rates", results),
      ...budgetBlocks(results.budgets, results.arms),
      ...armBlocks("coverage", results),
      ...armBlocks("calibration", results),
      ...disagreementBlocks(results.disagreements),
      ...aboutBlocks(results.about, results.floorsAll),
    ]),
    cost: costBlocks(findings.cost),
  };
}

function titleOf({ about }: MonitorResults): string {
  const { runs } = about;
  const synthetic =
    runs.synthetic === 0 ? "" : runs.synthetic === runs.measured ? "synthetic " : "partly synthetic ";
  return `${about.model === null ? "Floors" : `Monitor ${about.model}`} on ${formatCount(runs.measured)} ${synthetic}agent runs (${formatCount(runs.positives)} positive${inBrackets(about.mapping.positive)}, ${formatCount(runs.negatives)} negative${inBrackets(about.mapping.negative)}; ${formatCount(runs.groups)} groups)`;
}

function inBrackets(names: readonly string[]): string {
  return names.length === 0 ? "" : ` (${names.join(", ")})`;
}

function introduction({ about, arms }: MonitorResults): Block {
  const prompted = arms.filter(({ kind }) => kind === "prompted");
  const asked =
    about.mode === null
      ? "No model was asked: only the floors, which need none, were computed."
      : about.mode === "choose"
        ? `Each of the ${prompted.length} prompted arms puts the run before the model and asks one question; the score is P(yes) / (P(yes) + P(no)) over all spellings.`
        : `Each of the ${prompted.length} prompted arms puts the run before the model and asks for a rating from 0 to 10, ${about.draws} ${about.draws === 1 ? "time" : "times"}; the score is the mean over 10.`;
  const steps =
    about.mode === null
      ? ""
      : about.steps === 0
        ? " It is asked at the end of the run."
        : ` It is asked after every ${about.steps === 1 ? "assistant turn" : `${about.steps} assistant turns`} and at the end; a run's score is the ${about.aggregate} of its steps.`;
  return paragraph(
    `${asked}${steps} Floors are trivial rivals, such as a run's length: a monitor that does not beat them has shown nothing.`,
  );
}
