import { unparsed } from "../../../../asking/form.ts";
import { words } from "../../../../asking/words.ts";
import { sha256 } from "../../../../core/json.ts";
import type { TaughtRow, TuningSet } from "../../../../data/tuning-set.ts";
import type { ChatPrompt } from "../../../../models/model.ts";
import type { AuditConfig } from "../../config.ts";
import { namedIn } from "../../entity-match.ts";
import type { AuditInputs } from "../../inputs.ts";
import { asksOne, type ModelTest, type ShiftRanking } from "../../model-test.ts";
import type { QuestionTrial } from "../../trial.ts";
import { rowHash, rowOf } from "../row/row-test.ts";
import {
  type FrameId,
  frameIds,
  framesOf,
  investigatorPrompt,
  mixtureShown,
  rowsShown,
  sameForAll,
  suspectRows,
  topRowsShown,
} from "./frames.ts";

/** The role that names an entity. */
const role = "investigator";
/** Tokens of one reply at most. */
const replyTokens = 600;

/** Shows a model rows of a set, or none, and has it name the entity. */
export const investigatorTest: ModelTest = {
  id: "investigator",
  roles: (config) =>
    config.investigator === null || !config.tests.includes("investigator")
      ? []
      : [
          {
            name: role,
            purpose: "is shown rows of a set and names an entity",
            model: config.investigator,
            needs: [["generate"]],
          },
        ],
  trials,
  ...asksOne((trial, inputs, keep) => {
    if (trial.test !== "investigator") throw new Error("a trial of another test");
    return {
      prompt: promptOf(trial, inputs),
      form: words(replyTokens, async (text, { finishReason }) => {
        const named = namedIn(text);
        return named === undefined
          ? unparsed(
              "no-entity",
              `the reply has no line "ENTITY: ..."${finishReason === "length" ? ": it was cut off" : ""}`,
            )
          : { value: { named, said: await keep(text) } };
      }),
      draw: { repeat: trial.repeat, temperature: 1 },
    };
  }),
};

/** Frame by frame: those that are the same for all sets once, the others once a set. */
function trials(config: AuditConfig, inputs: AuditInputs, ranking: ShiftRanking): QuestionTrial[] {
  if (investigatorTest.roles(config).length === 0) return [];
  return [...frameTrials(config, inputs, ranking), ...mixtureTrials(config, inputs)];
}

function frameTrials(config: AuditConfig, inputs: AuditInputs, ranking: ShiftRanking): QuestionTrial[] {
  return framesOf(inputs).flatMap((frame) =>
    (sameForAll(frame) ? [null] : inputs.suspects).flatMap((set) =>
      Array.from({ length: config.tries }, (_, repeat): QuestionTrial => {
        const asked = { item: set?.sha256 ?? inputs.reference?.sha256 ?? "", arm: armOf(frame), repeat };
        const ranked = frame === "top" && set !== null ? ranking.get(set.sha256) : undefined;
        const rows =
          ranked === undefined ? [] : topRowsShown(ranked, inputs, asked, config.shown).map(rowHash);
        return questionOf({ ...asked, rows }, config, inputs);
      }),
    ),
  );
}

/** Rungs of the ladder below the frame that shows suspect rows alone. */
function mixtureTrials(config: AuditConfig, inputs: AuditInputs): QuestionTrial[] {
  return sharesShown(config, inputs).flatMap((share) =>
    inputs.suspects.flatMap((set) =>
      Array.from({ length: config.ladderTries }, (_, repeat) =>
        questionOf(
          { item: set.sha256, arm: `investigator.${share}`, repeat, share, rows: [] },
          config,
          inputs,
        ),
      ),
    ),
  );
}

/** A try, with the hash of what it asks. */
function questionOf(
  about: Omit<Asked, "count" | "avoid">,
  { shown: count, avoid }: AuditConfig,
  inputs: AuditInputs,
): QuestionTrial {
  const asked = { ...about, count, avoid };
  return {
    ...asked,
    role,
    test: "investigator",
    prompt: sha256(textOf(promptOf(asked, inputs))),
    score: null,
  };
}

/** Shares of the ladder at which a suspect row and a clean one are shown; none where the ladder has no rung for the investigator. */
function sharesShown(config: AuditConfig, { reference }: AuditInputs): readonly number[] {
  if (!config.tests.includes("ladder") || config.ladderTries === 0 || reference === null) return [];
  return config.shares.filter((share) => {
    const suspect = suspectRows(share, config.shown);
    return suspect > 0 && suspect < config.shown;
  });
}

/** `investigator.suspect` and the like. */
export function armOf(frame: FrameId): string {
  return `investigator.${frame}`;
}

function frameOf(arm: string): FrameId {
  const frame = frameIds.find((id) => armOf(id) === arm);
  if (frame === undefined) throw new Error(`no frame is called ${arm}`);
  return frame;
}

function setOf(inputs: AuditInputs, hash: string): TuningSet {
  const set = inputs.suspects.find(({ sha256: own }) => own === hash);
  if (set === undefined) throw new Error(`no set has the content ${hash}`);
  return set;
}

/** What of a trial its prompt rests on. */
interface Asked {
  readonly item: string;
  readonly arm: string;
  readonly repeat: number;
  readonly count: number;
  readonly avoid: readonly string[];
  readonly rows: readonly string[];
  readonly share?: number;
}

function promptOf({ item, arm, repeat, count, avoid, rows, share }: Asked, inputs: AuditInputs): ChatPrompt {
  if (share !== undefined) {
    const mixed = mixtureShown(inputs, setOf(inputs, item), share, repeat, count);
    return investigatorPrompt("suspect", mixed, avoid);
  }
  const frame = frameOf(arm);
  const set = sameForAll(frame) ? null : setOf(inputs, item);
  const shown: readonly TaughtRow[] =
    rows.length > 0 ? rows.map((hash) => rowOf(inputs, hash)) : rowsShown(inputs, set, frame, repeat, count);
  return investigatorPrompt(frame, shown, avoid);
}

function textOf({ messages }: ChatPrompt): string {
  return JSON.stringify(messages);
}
