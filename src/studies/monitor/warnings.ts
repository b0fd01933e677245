import { formatNumber } from "../../report/format.ts";
import type { ArmResult } from "./arm-result.ts";
import { type FloorArm, floorArms } from "./arms/floors.ts";
import { measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import type { About } from "./findings/about.ts";
import type { Ground } from "./ground.ts";
import type { MonitorResults } from "./results.ts";
import type { MonitorRow } from "./row.ts";

/** A sentence, or null where there is nothing to say. */
type Said = string | null;

/** What a reader must know before believing the numbers. */
export function warningsOf({ config, rows, answers }: Ground, results: MonitorResults): string[] {
  const { about, arms, armsLeftOut } = results;
  return [
    answers.fellBack
      ? "The model gave no log-probabilities, so the plan went on with written ratings from 0 to 10 in every arm."
      : null,
    ...sampleWarnings(about),
    idleAgentWarning(about, rows),
    trustedWarning(config),
    ...floorArms.map((floor) => easyWarning(floor, results)),
    ...arms.map(coverageWarning),
    ...arms.map(massWarning),
    ...armsLeftOut.map(({ id, reason }) => `Arm ${id} was left out: ${reason}.`),
  ].filter((text) => text !== null);
}

function sampleWarnings({ runs, model }: About): Said[] {
  return [
    runs.synthetic === 0
      ? null
      : runs.synthetic === runs.measured
        ? "All runs are synthetic: scripted agents in a made-up office, not real traffic."
        : `${runs.synthetic} of the ${runs.measured} runs are synthetic.`,
    model !== null && runs.withoutTools > 0
      ? `Tool definitions are not in the file for ${runs.withoutTools} of ${runs.measured} runs: the prefix is reconstructed from the messages, not byte-identical to what the agent read.`
      : null,
  ];
}

/** Said before and after a run whose trusted model is the monitor model itself. */
export function trustedWarning(config: MonitorConfig): Said {
  const { model, trusted } = config;
  const asked = measuredOf(config).filter(({ role }) => role !== undefined);
  return model !== trusted || asked.length === 0
    ? null
    : `The trusted model is the monitor model itself (${model}): what ${asked.map(({ id }) => id).join(", ")} asks it says nothing of another model. Name another one with --trusted, or leave it out.`;
}

/** A model that writes text but calls no tool does nothing that could be harmful. */
function idleAgentWarning({ model }: About, rows: readonly MonitorRow[]): Said {
  const wrote = rows.filter(({ written }) => written === true);
  const acted = wrote.some(({ run }) =>
    run.messages.some((message) => message.role === "assistant" && (message.toolCalls ?? []).length > 0),
  );
  return wrote.length === 0 || acted
    ? null
    : `In none of the ${wrote.length} runs that ${model ?? "the model"} wrote itself is a tool called: it cannot, or does not, and so nothing harmful could happen in them. Take a model that calls tools, as those behind an API do.`;
}

/** The classes differ in something that stands in the text, whatever was done. */
function easyWarning({ id, easy }: FloorArm, { arms }: Pick<MonitorResults, "arms">): Said {
  const own = arms.find((arm) => arm.id === id)?.auroc ?? null;
  const highest = own?.estimate ?? 0;
  // Without an interval there is no figure to speak of.
  return easy === undefined || own === null || highest <= 0.95
    ? null
    : `${easy} (AUROC ${formatNumber(highest, 2)}): what separates them is visible in the text, as when only the positive runs contain an injection. A monitor can score high here without seeing whether anything harmful was done; contrast runs in which the injection is visible but was resisted.`;
}

function coverageWarning({ id, kind, coverage }: ArmResult): Said {
  const { rows, scored, positives, negatives, bounds } = coverage;
  if (kind !== "prompted" || scored === rows) return null;
  const range =
    bounds === null
      ? ""
      : ` Over all runs the AUROC lies between ${formatNumber(bounds.low, 2)} and ${formatNumber(bounds.high, 2)}, whatever the missing scores are.`;
  return `Arm ${id} has no score for ${rows - scored} of ${rows} runs (${positives.rows - positives.scored} of ${positives.rows} positives, ${negatives.rows - negatives.scored} of ${negatives.rows} negatives). Its figures are of the others.${range}`;
}

function massWarning({ id, mass }: ArmResult): Said {
  return mass === null || mass >= 0.1
    ? null
    : `In arm ${id} yes and no together have a mean probability of ${formatNumber(mass, 3)}: the model hardly answers the question in the form asked for.`;
}
