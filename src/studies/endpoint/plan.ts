import { contentHash, type Json, type JsonObject } from "../../core/json.ts";
import type { Random } from "../../stats/distributions/random.ts";
import type { Block, Outcomes, PlanContext } from "../../study/study.ts";
import type { EndpointConfig } from "./config.ts";
import { emulatedTurns, type Turn, targetTurns } from "./conversation.ts";
import { logProbProbes, logProbsAsked } from "./evidence/log-probs.ts";
import type { Exchange } from "./evidence/observations.ts";
import { type PrefillEvidence, prefillEvidence } from "./evidence/prefill.ts";
import { providersAlike, providersMixed, providersOf } from "./evidence/providers.ts";
import { counts, refuses, starved } from "./evidence/replies.ts";
import { templateLogs, templateTrials } from "./evidence/template.ts";
import { type EndpointOutcome, exchangesOf, refusesOff } from "./outcomes.ts";
import { chainDepths, chainRequest, deepest } from "./probes/chain.ts";
import { capCheckTurns, caps, sumRequest } from "./probes/sum.ts";
import { tokenRequests } from "./probes/tokens.ts";
import { prefillProbe } from "./probes.ts";
import { recordIds, recordTrial } from "./records.ts";
import { leastCap, logProbMembers } from "./requests.ts";
import { again, costOfRound, probesOf } from "./rounds.ts";
import { type Target, targetsOf } from "./targets.ts";
import { type EndpointTrial, endpointRole, isCall, type MeasuredValue } from "./trial.ts";

type EndpointBlock = Block<EndpointTrial>;

/** Probes that are repeated: their questions are made up anew each time. */
const repeated: readonly string[] = ["copy", "blank", "open-json"];

/** Tokens added to the caps of an endpoint that thinks although it is told not to. */
const roomForThoughts = 1024;

/** Calls up to which a mechanism is looked for that a fake could be named by. */
const naming = 48;

/**
 * A first look, then rounds of interleaved unfinished turns and open emulations until each endpoint's answer is safe; then the calls with reasoning
 * off, whose number is fixed beforehand. Order within a block is random.
 */
export async function* planCalls(
  config: EndpointConfig,
  context: Pick<PlanContext, "random">,
): AsyncGenerator<EndpointBlock, void, Outcomes<EndpointTrial, MeasuredValue>> {
  const sessions = targetsOf(config).map((target, endpoint) => session(config, endpoint, target));
  if (sessions.length === 0) return;
  const random = context.random;
  yield* tell(sessions, "first look", random.fork("first"), (one, own) => one.firstLook(own));
  yield* tell(sessions, "a second look", random.fork("second"), (one) => one.secondLook());
  if (config.test.includes("prefill")) {
    for (let round = 0; ; round++) {
      const open = sessions.filter((one) => one.wants(round, random));
      if (open.length === 0) break;
      const label = `prefill, round ${round + 1}`;
      yield* tell(open, label, random.fork(label), (one, own) => one.round(round, own));
      const weighed = config.weights === null ? [] : open.flatMap((one) => one.toWeigh());
      if (weighed.length > 0) {
        const outcomes = yield block("replies under the open weights' template", weighed);
        for await (const outcome of outcomes) sessions[outcome.trial.endpoint]?.add(outcome);
      }
    }
  }
  if (config.test.includes("prefill") && config.repeats > 0) {
    const label = "the same again";
    yield* tell(
      sessions.filter((one) => one.answers()),
      label,
      random.fork(label),
      (one, own) => one.repeats(config.repeats, own),
    );
  }
  if (config.test.includes("reasoning")) {
    const label = "reasoning switched off";
    yield* tell(
      sessions.filter((one) => one.answers()),
      label,
      random.fork(label),
      (one, own) => one.reasoning(own),
    );
  }
  // A router that has no record of its first call is not asked for others.
  yield* tell(sessions, "a router's record", random, (one) => one.records().slice(0, 1));
  yield* tell(sessions, "a router's records", random.fork("records"), (one) =>
    one.hasRecord() ? one.records().slice(1) : [],
  );
}

async function* tell(
  sessions: readonly Session[],
  title: string,
  random: Random,
  trialsOf: (one: Session, random: Random) => readonly EndpointTrial[],
): AsyncGenerator<EndpointBlock, void, Outcomes<EndpointTrial, MeasuredValue>> {
  const trials = sessions.flatMap((one) => trialsOf(one, random.fork(`endpoint ${one.endpoint}`)));
  if (trials.length === 0) return;
  const outcomes = yield block(title, random.fork("order").shuffle(trials));
  for await (const outcome of outcomes)
    sessions.find(({ endpoint }) => endpoint === outcome.trial.endpoint)?.add(outcome);
}

function block(title: string, trials: readonly EndpointTrial[]): EndpointBlock {
  return { title, trials, count: trials.length, order: "parallel", retry: "runner" };
}

/** What is known of one endpoint while the plan is walked. */
interface Session {
  readonly endpoint: number;
  add(outcome: EndpointOutcome): void;
  firstLook(random: Random): readonly EndpointTrial[];
  /** Where the first look was refused with either of two settings: once more with neither. */
  secondLook(): readonly EndpointTrial[];
  /** Is another round of the prefill's question needed, and are there calls left for it? */
  wants(round: number, random: Random): boolean;
  round(number: number, random: Random): readonly EndpointTrial[];
  repeats(count: number, random: Random): readonly EndpointTrial[];
  toWeigh(): readonly EndpointTrial[];
  answers(): boolean;
  reasoning(random: Random): readonly EndpointTrial[];
  /** What asks for the records that a router keeps of the calls. */
  records(): readonly EndpointTrial[];
  hasRecord(): boolean;
}

function session(config: EndpointConfig, endpoint: number, { api, always, host }: Target): Session {
  const outcomes: EndpointOutcome[] = [];
  const least = leastCap[api];
  let sent = 0;
  const trial = (
    probe: string,
    arm: string,
    turns: readonly Turn[],
    cap: number,
    facts: JsonObject,
    reasoning: "off" | "left" = settled(),
    logProbs = false,
  ): EndpointTrial => ({
    item: contentHash(turns.map(({ role, text }): Json => [role, text])),
    arm,
    repeat: 0,
    role: endpointRole(endpoint),
    ...{ probe, endpoint, turns, cap: Math.max(cap, least), reasoning, logProbs, facts },
  });
  const exchanges = (): readonly Exchange[] => exchangesOf(outcomes);
  // Some endpoints refuse the very settings that switch reasoning off: then they are left out, and that is said.
  const settled = (): "off" | "left" => (refusesOff(exchanges()) ? "left" : "off");
  const evidence = (random: Random): PrefillEvidence =>
    prefillEvidence(exchanges(), templateLogs(outcomes), random.fork(`fit ${endpoint}`));
  // Where thoughts eat up short answers, later ones get room for both.
  const room = (): number => {
    const short = exchanges().filter(
      ({ trial, value }) => prefillProbe(trial.probe) !== undefined && counts(value),
    );
    return short.length >= 3 && 3 * short.filter(({ value }) => starved(value)).length >= short.length
      ? roomForThoughts
      : 0;
  };
  const probeTrials = (id: string, random: Random, arms: readonly string[]): EndpointTrial[] => {
    const probe = prefillProbe(id);
    // With one token of output the cap is the probe; elsewhere a larger one does no harm.
    if (probe === undefined || (probe.cap === 1 && least > 1)) return [];
    const item = probe.item(random);
    const facts = { ...item.facts, prefill: item.prefill };
    const controls = probe.controls.filter((arm) => arms.includes(arm));
    const extra = room();
    if (extra > 0 && probe.cap === 1) return [];
    const cap = probe.cap + extra;
    const asks = logProbProbes.includes(id) && logProbsAsked(exchanges()) === "given";
    const one = (arm: string, turns: readonly Turn[]): EndpointTrial =>
      trial(id, arm, turns, cap, facts, settled(), asks);
    return [
      ...(arms.includes("target") ? [one("target", targetTurns(item))] : []),
      ...controls.map((arm) => one(arm, emulatedTurns(arm, item))),
    ];
  };
  const asksLogProbs = config.test.includes("prefill") && logProbMembers(api, always) !== null;
  const every = ["target", "drop", "cont", "instr", "flip"];
  return {
    endpoint,
    add: (outcome) => {
      outcomes.push(outcome);
      if (isCall(outcome.trial)) sent++;
    },
    firstLook: (random) => {
      const probe = prefillProbe("copy");
      if (probe === undefined) throw new Error("the first look has no probe");
      const item = probe.item(random);
      const facts = { ...item.facts, prefill: item.prefill };
      const drop = emulatedTurns("drop", item);
      return [
        trial("copy", "drop", drop, probe.cap, facts, "off"),
        trial("settings", "left", drop, probe.cap, facts, "left", asksLogProbs),
        ...(config.test.includes("prefill")
          ? [trial("copy", "target", targetTurns(item), probe.cap, facts, "off")]
          : []),
      ];
    },
    secondLook: () => {
      const settings = outcomes.find(({ trial: { probe } }) => probe === "settings")?.trial;
      const seen = exchanges().filter(({ trial: { arm } }) => arm !== "target");
      const refused = seen.filter(({ value: { status } }) => status >= 400 && status < 500);
      if (settings?.logProbs !== true || seen.length < 2 || refused.length < seen.length) return [];
      return [{ ...settings, logProbs: false }];
    },
    wants: (round, random) => {
      const seen = exchanges();
      if (!seen.some(({ value }) => counts(value))) return false;
      const { verdict, mechanism, nameable } = evidence(random);
      const mixed = providersMixed(providersAlike(providersOf(seen)));
      if (mixed === "differ") return false;
      if (mixed === "perhaps" && verdict === "honoured") return sent + costOfRound(round) <= config.calls;
      // A fake without a name is worth a few more calls, not as many as an open question.
      if (verdict === "not honoured" && mechanism === null && nameable)
        return sent + costOfRound(round) <= Math.min(naming, config.calls);
      if (verdict !== "undecided") return false;
      return sent + costOfRound(round) <= config.calls;
    },
    round: (number, random) => {
      const seen = exchanges();
      const targets = seen.filter(({ trial: { arm } }) => arm === "target");
      // An endpoint that has refused the first unfinished turn is asked a few more of them, and nothing else.
      if (number === 0 && targets.length > 0 && targets.every(({ value }) => refuses(value))) {
        return ["blank", "contradiction", "open-json"].flatMap((id) =>
          probeTrials(id, random.fork(id), ["target", "drop"]),
        );
      }
      const tokens =
        number === 0
          ? tokenRequests(random.fork("tokens")).map(({ arm, turns, prefill }) =>
              trial("tokens", arm, turns, 1, { prefill }),
            )
          : [];
      return [
        ...tokens,
        ...probesOf(number).flatMap((id) => [
          ...probeTrials(id, random.fork(id), every),
          ...again(number).flatMap((label) => probeTrials(id, random.fork(`${id} ${label}`), ["target"])),
        ]),
      ];
    },
    repeats: (count, random) =>
      Array.from({ length: count }, (_, i) => repeated[i % repeated.length] ?? "copy").flatMap((id, i) =>
        probeTrials(id, random.fork(`${id} ${i}`), ["target"]),
      ),
    toWeigh: () => templateTrials(outcomes, endpoint),
    answers: () => exchanges().some(({ value }) => counts(value)),
    reasoning: (random) => reasoningTrials(config, random, (...given) => trial(...given)),
    records: () => recordIds(exchanges(), host).map((id) => recordTrial(id, endpoint)),
    hasRecord: () => outcomes.some(({ result }) => "value" in result && result.value.kind === "record"),
  };
}

function reasoningTrials(
  config: EndpointConfig,
  random: Random,
  trial: (
    probe: string,
    arm: string,
    turns: readonly Turn[],
    cap: number,
    facts: JsonObject,
  ) => EndpointTrial,
): EndpointTrial[] {
  const out: EndpointTrial[] = [];
  const times = (count: number, label: string, make: (own: Random) => EndpointTrial): void => {
    for (let i = 0; i < count; i++) out.push(make(random.fork(`${label} ${i}`)));
  };
  const chain = (own: Random, depth: number, steps: boolean): EndpointTrial => {
    const { turns, facts } = chainRequest(own, depth, steps);
    return trial("chain", steps ? "steps" : "off", turns, steps ? 1024 : 512, facts);
  };
  times(config.reasoningCalls, "deep", (own) => chain(own, deepest, false));
  for (const depth of chainDepths.filter((one) => one !== deepest))
    times(Math.max(3, Math.round(config.reasoningCalls / 16)), `depth ${depth}`, (own) =>
      chain(own, depth, false),
    );
  times(config.stepCalls, "steps", (own) => chain(own, deepest, true));
  for (const cap of caps)
    times(cap === 16 ? 8 : 3, `cap ${cap}`, (own) => {
      const { turns, facts } = sumRequest(own);
      return trial("cap", `cap-${cap}`, turns, cap, facts);
    });
  out.push(trial("cap-check", "long text", capCheckTurns(), 16, {}));
  return out;
}
