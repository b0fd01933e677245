import { z } from "zod";
import { unparsed } from "../../../../asking/form.ts";
import { words } from "../../../../asking/words.ts";
import { sha256 } from "../../../../core/json.ts";
import type { TaughtRow, TuningSet } from "../../../../data/tuning-set.ts";
import type { ChatPrompt } from "../../../../models/model.ts";
import { askingQuestions, questionTrial } from "../../asking-questions.ts";
import type { RowRanking } from "../../audit-test.ts";
import { namedIn } from "../../entity-match.ts";
import type { AuditInputs } from "../../inputs.ts";
import type { AuditConfig } from "../../settings.ts";
import { rowHash, rowOf } from "../row/row-asks.ts";
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

const trial = z.object({
  ...questionTrial,
  test: z.literal("investigator"),
  /** Rows that are shown. */
  count: z.int(),
  /** Answers that it is told are wrong. */
  avoid: z.array(z.string()).readonly(),
  /** Hashes of the rows shown, where they follow from what a panel found; none where the try's number fixes them. */
  rows: z.array(z.string()).readonly(),
  /** Share of suspect rows among clean ones; not there where a frame shows one kind alone. */
  share: z.number().exactOptional(),
  // Nothing to the question, but part of the keys of old runs.
  score: z.null(),
});
export type InvestigatorTrial = z.infer<typeof trial>;

/** Schema of a reply: the entity named, null where none was; the hash of the whole reply. */
const namedEntity = z.object({ named: z.string().nullable(), said: z.string() });
export type NamedEntity = z.infer<typeof namedEntity>;

/** Shows a model rows of a set, or none, and has it name the entity. */
export const investigatorAsks = askingQuestions<InvestigatorTrial, NamedEntity>({
  word: "investigator",
  ...{ trial, value: namedEntity },
  roles: ({ investigator }) =>
    investigator === null
      ? []
      : [
          {
            name: role,
            purpose: "is shown rows of a set and names an entity",
            model: investigator,
            needs: [["generate"]],
          },
        ],
  trials: (config, inputs, ranking) => [
    ...frameTrials(config, inputs, ranking),
    ...mixtureTrials(config, inputs),
  ],
  question: (asked, inputs, keep) => ({
    prompt: promptOf(asked, inputs),
    form: words(replyTokens, async (text, { finishReason }) => {
      const named = namedIn(text);
      return named === undefined
        ? unparsed(
            "no-entity",
            `the reply has no line "ENTITY: ..."${finishReason === "length" ? ": it was cut off" : ""}`,
          )
        : { value: { named, said: await keep(text) } };
    }),
    draw: { repeat: asked.repeat, temperature: 1 },
  }),
});

/** Frame by frame: those that are the same for all sets once, the others once a set. */
function frameTrials(config: AuditConfig, inputs: AuditInputs, ranking: RowRanking): InvestigatorTrial[] {
  return framesOf(inputs).flatMap((frame) =>
    (sameForAll(frame) ? [null] : inputs.suspects).flatMap((set) =>
      Array.from({ length: config.tries }, (_, repeat): InvestigatorTrial => {
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
function mixtureTrials(config: AuditConfig, inputs: AuditInputs): InvestigatorTrial[] {
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
): InvestigatorTrial {
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
type Asked = Omit<InvestigatorTrial, "role" | "test" | "score" | "prompt">;

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
