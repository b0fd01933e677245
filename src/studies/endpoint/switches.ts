import type { JsonObject } from "../../core/json.ts";
import type { Api } from "../../models/reference.ts";
import { type Exchange, prefillOf } from "./evidence/observations.ts";
import { counts, refuses } from "./evidence/replies.ts";
import { longCopy, longestCopy } from "./probes/copy.ts";
import { firstProbe } from "./probes.ts";
import { callTrial, type EndpointTrial } from "./trial.ts";

/** Switches that servers document for turning reasoning off, as members of the body. Each is tried where thoughts still show. */
const offSwitches: readonly JsonObject[] = [
  { reasoning_effort: "none" },
  { reasoning: { effort: "none" } },
  { chat_template_kwargs: { enable_thinking: false } },
  { enable_thinking: false },
  { thinking: { type: "disabled" } },
];

/** Switches that servers document for an unfinished turn: members of the last message, or of the body. Each is tried once. */
const prefillSwitches: readonly Pick<EndpointTrial, "members" | "message">[] = [
  { message: { prefix: true } },
  { message: { partial: true } },
  { members: { continue_final_message: true, add_generation_prompt: false } },
];

/** Names of the probes that try switches; they are evidence of the switches alone. */
const tries = { off: "off-switch", prefill: "prefill-switch" } as const;

/** Room in which a switch that works leaves nothing but the answer, and one that does not shows its thoughts. */
const roomy = 512;

/** Is a stream asked for, in the server's own words, where none was? */
export function wantsStream(exchanges: readonly Exchange[]): boolean {
  const refused = exchanges.filter(({ value }) => refuses(value));
  return (
    refused.length > 0 &&
    refused.length === exchanges.length &&
    refused.some(({ value }) => /\bstream/i.test(value.error ?? ""))
  );
}

/** What to send where a finished turn shows thoughts although they were switched off, or the switch is refused. */
export function offTries(
  exchanges: readonly Exchange[],
  { endpoint, api, off, refused }: { endpoint: number; api: Api; off: JsonObject; refused: boolean },
): EndpointTrial[] {
  if (api !== "chat") return [];
  const first = exchanges.find(({ trial }) => trial.probe === firstProbe.id && trial.arm === "drop");
  if (first === undefined) return [];
  if (!refused && !(counts(first.value) && first.value.shown > 0)) return [];
  return offSwitches
    .filter((members) => JSON.stringify(members) !== JSON.stringify(off))
    .map((members) =>
      callTrial(endpoint, api, {
        ...{ probe: tries.off, arm: JSON.stringify(members), turns: first.trial.turns, cap: roomy },
        facts: first.trial.facts,
        ...{ reasoning: "left", members: { ...first.trial.members, ...members } },
      }),
    );
}

/** Unfinished turns that are sent again with each switch: a fake that is imitated now and then does not go on in all of them. */
const turnsTried = 5;
/** Probes whose unfinished turns are: a switch is judged by whether the code goes on. */
const codes: readonly string[] = [firstProbe.id, longCopy.id, longestCopy.id];

/** What to send once unfinished turns were refused or are not continued: the same turns with each documented switch. */
export function prefillTries(
  exchanges: readonly Exchange[],
  settings: { endpoint: number; api: Api } & Pick<EndpointTrial, "reasoning" | "members">,
): EndpointTrial[] {
  const { endpoint, api, reasoning, members } = settings;
  if (api !== "chat") return [];
  return exchanges
    .filter(({ trial }) => codes.includes(trial.probe) && trial.arm === "target")
    .slice(0, turnsTried)
    .flatMap(({ trial: { turns, cap, facts } }) =>
      prefillSwitches.map((one) =>
        callTrial(endpoint, api, {
          ...{ probe: tries.prefill, arm: JSON.stringify(one.message ?? one.members) },
          ...{ turns, cap, facts, reasoning },
          ...(members === undefined && one.members === undefined
            ? {}
            : { members: { ...members, ...one.members } }),
          ...(one.message === undefined ? {} : { message: one.message }),
        }),
      ),
    );
}

/** What came of a switch that was tried. */
export interface SwitchTried {
  /** Its members, as JSON. */
  readonly members: string;
  readonly came: "works" | "no effect" | "refused";
  /** How often it was tried. */
  readonly times: number;
}

/** Switches for reasoning that were tried: one works where the answer comes and no thoughts show. */
export function offTried(exchanges: readonly Exchange[]): SwitchTried[] {
  return triedOf(exchanges, tries.off, ({ value }) => value.shown === 0 && value.text.trim() !== "");
}

/** Switches for unfinished turns that were tried: one works where the reply goes on, with the turn repeated in front or without. */
export function prefillTried(exchanges: readonly Exchange[]): SwitchTried[] {
  return triedOf(exchanges, tries.prefill, ({ trial, value }) => {
    if (!counts(value)) return false;
    const prefill = prefillOf(trial);
    const rest = value.text.trimStart().startsWith(prefill)
      ? value.text.trimStart().slice(prefill.length)
      : value.text;
    return firstProbe.classify(rest, trial.facts) === firstProbe.continued;
  });
}

function triedOf(
  exchanges: readonly Exchange[],
  probe: string,
  works: (one: Exchange) => boolean,
): SwitchTried[] {
  const tried = exchanges.filter(({ trial }) => trial.probe === probe);
  return [...Map.groupBy(tried, ({ trial }) => trial.arm)].map(([members, list]) => ({
    ...{ members, times: list.length },
    came: list.every(({ value }) => !counts(value)) ? "refused" : list.every(works) ? "works" : "no effect",
  }));
}

/** The switch for reasoning that is used from here on: the first that works; null where none was tried or none does. */
export function offChosen(exchanges: readonly Exchange[]): JsonObject | null {
  const works = offTried(exchanges).find(({ came }) => came === "works");
  const found = exchanges.find(({ trial }) => trial.probe === tries.off && trial.arm === works?.members);
  return works === undefined ? null : (found?.trial.members ?? null);
}
