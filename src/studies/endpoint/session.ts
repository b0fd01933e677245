import type { JsonObject } from "../../core/json.ts";
import { sum } from "../../stats/distributions/moments.ts";
import type { Random } from "../../stats/distributions/random.ts";
import type { EndpointConfig } from "./config.ts";
import { emulatedTurns, emulationNames, targetTurns } from "./conversation.ts";
import type { ProbeEvidence } from "./evidence/behaviour.ts";
import { logProbsAsked } from "./evidence/log-probs.ts";
import { type Exchange, roundIn } from "./evidence/observations.ts";
import { type PrefillEvidence, prefillEvidence } from "./evidence/prefill.ts";
import { providersAlike, providersMixed, providersOf } from "./evidence/providers.ts";
import { refusesOff } from "./evidence/refusals.ts";
import { counts, refuses, starved } from "./evidence/replies.ts";
import { rivals } from "./evidence/rivals.ts";
import { templateReplies, templateTrials } from "./evidence/template.ts";
import { offTrials } from "./off-requests.ts";
import { type EndpointOutcome, exchangesOf } from "./outcomes.ts";
import { isReading, type PrefillProbe } from "./probes/probe.ts";
import { tokenRequests } from "./probes/tokens.ts";
import { firstProbe, prefillProbe, prefillProbes } from "./probes.ts";
import { recordIds, recordTrial } from "./records.ts";
import { capFor, logProbMembers } from "./requests.ts";
import { firstRound, type Known, laterRound, leastLeft } from "./rounds.ts";
import { offChosen, offTries, prefillTries, wantsStream } from "./switches.ts";
import type { Target } from "./targets.ts";
import { callTrial, type EndpointTrial, isCall } from "./trial.ts";

/** Tokens added to the caps of an endpoint that thinks although it is told not to. */
const roomForThoughts = 1024;

/** What is known of one endpoint while the plan is walked, and what it is to be asked next. */
export type Session = ReturnType<typeof session>;

/** Begins to ask endpoint number `endpoint`. */
export function session(config: EndpointConfig, endpoint: number, { api, always, host, off }: Target) {
  const outcomes: EndpointOutcome[] = [];
  let sent = 0;
  let latest: PrefillEvidence | null = null;
  let rounds = 0;
  let firstTurns: readonly EndpointTrial[] = [];
  const exchanges = (): readonly Exchange[] => exchangesOf(outcomes);
  // Some endpoints refuse the very settings that switch reasoning off: then they are left out, and that is said.
  const settled = (): "off" | "left" =>
    refusesOff(exchanges()) || offChosen(exchanges()) !== null ? "left" : "off";
  // A server that answers in streams only is asked for them, and a switch that works takes the place of one that does not.
  let stream: JsonObject = {};
  const adapted = (): Pick<EndpointTrial, "members"> => {
    const members = { ...stream, ...offChosen(exchanges()) };
    return Object.keys(members).length === 0 ? {} : { members };
  };
  const tests = (question: "prefill" | "reasoning"): boolean => config.test.includes(question);
  // Where thoughts eat up short answers, later ones get room for both.
  const room = (): number => {
    const short = exchanges().filter(
      ({ trial, value }) => prefillProbe(trial.probe) !== undefined && counts(value),
    );
    return short.length >= 3 && 3 * short.filter(({ value }) => starved(value)).length >= short.length
      ? roomForThoughts
      : 0;
  };
  const probeTrials = (
    probe: PrefillProbe,
    random: Random,
    arms: readonly string[],
    round = 0,
  ): EndpointTrial[] => {
    const extra = room();
    // With one token of output the cap is the probe; elsewhere a larger one does no harm.
    if (probe.cap === 1 && (extra > 0 || capFor(api, 1) > 1)) return [];
    const item = probe.item(random);
    const settings = {
      ...{ probe: probe.id, facts: { ...item.facts, prefill: item.prefill, round } },
      reasoning: settled(),
      ...adapted(),
      logProbs: probe.firstToken === true && logProbsAsked(exchanges()) === "given",
    };
    const cap = probe.cap + extra;
    return arms.map((arm) => {
      const emulation = emulationNames.find((name) => name === arm);
      return callTrial(endpoint, api, {
        ...settings,
        arm,
        turns: emulation === undefined ? targetTurns(item) : emulatedTurns(emulation, item),
        // A careful proxy gives the model room to say the unfinished turn again: so does its imitation.
        cap: arm === "instr" ? cap + Math.ceil(item.prefill.length / 2) + 8 : cap,
      });
    });
  };
  // What is sent once the answer is known belongs to the look that gave it.
  const lastRound = (): number => Math.max(0, ...exchanges().map(({ trial }) => roundIn(trial)));
  const firstLook = (random: Random): EndpointTrial[] => {
    const both = probeTrials(firstProbe, random, ["target", "drop"]);
    firstTurns = both.filter(({ arm }) => arm === "target");
    const logProbs = tests("prefill") && logProbMembers(api, always) !== null;
    return [
      ...both.filter(({ arm }) => arm === "drop"),
      ...both
        .filter(({ arm }) => arm === "drop")
        .map(
          (one): EndpointTrial => ({ ...one, probe: "settings", arm: "left", reasoning: "left", logProbs }),
        ),
    ];
  };
  return {
    endpoint,
    add: (outcome: EndpointOutcome): void => {
      outcomes.push(outcome);
      if (isCall(outcome.trial)) sent++;
    },
    firstLook,
    /** Where the first look was refused for want of a stream, or with either of two settings: once more as it is wanted. */
    secondLook: (random: Random): EndpointTrial[] => {
      if (wantsStream(exchanges())) {
        stream = { stream: true, stream_options: { include_usage: true } };
        return firstLook(random);
      }
      const settings = outcomes.find(({ trial: { probe } }) => probe === "settings")?.trial;
      const seen = exchanges().filter(({ trial: { arm } }) => arm !== "target");
      const refused = seen.filter(({ value: { status } }) => status >= 400 && status < 500);
      if (settings?.logProbs !== true || seen.length < 2 || refused.length < seen.length) return [];
      return [{ ...settings, logProbs: false }];
    },
    /** Where thoughts still show, or the switch is refused: the other documented ones. */
    offSwitches: (): EndpointTrial[] =>
      tests("reasoning")
        ? offTries(exchanges(), { endpoint, api, off, refused: refusesOff(exchanges()) })
        : [],
    /** The first unfinished turn, once finished ones are answered and it is known with which settings. */
    firstTurn: (): EndpointTrial[] =>
      tests("prefill") && exchanges().some(({ value }) => counts(value))
        ? firstTurns.map((one) => ({ ...one, reasoning: settled(), ...adapted() }))
        : [],
    /** Where an unfinished turn was refused or not continued: the documented switches for it. */
    prefillSwitches: (): EndpointTrial[] =>
      latest !== null && ["rejected", "not honoured"].includes(latest.verdict)
        ? prefillTries(exchanges(), { endpoint, api, reasoning: settled(), ...adapted() }).slice(
            0,
            Math.max(0, config.calls - sent),
          )
        : [],
    /** Is another round of the prefill's question needed, and are there calls left for it? */
    wants: (random: Random): boolean => {
      const seen = exchanges();
      if (!seen.some(({ value }) => counts(value))) return false;
      latest = prefillEvidence(
        seen,
        templateReplies(outcomes),
        config.atLeast / 100,
        random.fork(`fit ${endpoint}`),
      );
      const { verdict, hopeless } = latest;
      const mixed = providersMixed(providersAlike(providersOf(seen)));
      if (mixed === "differ" || hopeless) return false;
      const open = verdict === "undecided" || (mixed === "perhaps" && verdict === "honoured");
      return open && sent + (rounds === 0 ? 0 : leastLeft) <= config.calls;
    },
    round: (random: Random): EndpointTrial[] => {
      const targets = exchanges().filter(({ trial: { arm } }) => arm === "target");
      // An endpoint that has refused the first unfinished turn is asked a few more of them, and nothing else.
      if (
        rounds === 0 &&
        targets.length > 0 &&
        targets.length < 2 &&
        targets.every(({ value }) => refuses(value))
      )
        return prefillProbes
          .filter(({ whenRefused }) => whenRefused)
          .flatMap((probe) => probeTrials(probe, random.fork(probe.id), ["target", "drop"]));
      const number = rounds++;
      const tokens = number > 0 ? [] : tokenRequests(random.fork("tokens"));
      const asked = [
        ...tokens.map(({ arm, turns, prefill }) =>
          callTrial(endpoint, api, {
            ...{ probe: "tokens", arm, turns, cap: 1, facts: { prefill }, reasoning: settled() },
            ...adapted(),
          }),
        ),
        ...(number === 0 ? firstRound : laterRound(knownOf(latest))).flatMap(
          ({ probe: id, turns, imitations }) => {
            const probe = prefillProbe(id);
            if (probe === undefined) return [];
            const times = (arm: string): number =>
              arm === "target"
                ? turns
                : (imitations[emulationNames.find((name) => name === arm) ?? "drop"] ?? 0);
            const arms = ["target", ...emulationNames].filter((arm) => times(arm) > 0);
            // Question number i is asked in every arm that is sent so often.
            return Array.from({ length: Math.max(...arms.map(times)) }, (_, i) =>
              probeTrials(
                probe,
                random.fork(`${id} ${i}`),
                arms.filter((arm) => times(arm) > i),
                number,
              ).map((one) => ({ ...one, repeat: i })),
            ).flat();
          },
        ),
      ];
      // The last round takes the calls that are left, whichever these are.
      const left = config.calls - sent;
      return asked.length <= left ? asked : random.fork("left").shuffle(asked).slice(0, left);
    },
    repeats: (count: number, random: Random): EndpointTrial[] => {
      const repeated = prefillProbes.filter((probe) => probe.repeated);
      return Array.from({ length: count }, (_, i) => repeated[i % repeated.length] ?? firstProbe).flatMap(
        (probe, i) => probeTrials(probe, random.fork(`${probe.id} ${i}`), ["target"], lastRound()),
      );
    },
    toWeigh: () => templateTrials(outcomes, endpoint),
    answers: () => exchanges().some(({ value }) => counts(value)),
    reasoning: (random: Random): EndpointTrial[] =>
      offTrials(config, endpoint, api, settled(), random).map((one) => ({ ...one, ...adapted() })),
    /** What asks for the records that a router keeps of the calls. */
    records: () => recordIds(exchanges(), host).map((id) => recordTrial(id, endpoint)),
    hasRecord: () => outcomes.some(({ result }) => "value" in result && result.value.kind === "record"),
  };
}

/** What the evidence so far says of the next round. */
function knownOf(latest: PrefillEvidence | null): Known {
  if (latest === null) return { mute: new Set(), unsure: [], weakest: null, readable: [], instructed: [] };
  const { probes, shares } = latest;
  const weakest = rivals.find(({ name }) => name === shares.against);
  const on = ({ probe }: ProbeEvidence, counts: readonly number[]): number =>
    counts[probe.outcomes.indexOf(probe.continued)] ?? 0;
  return {
    unsure: probes
      .filter(({ mute, controls }) => mute !== null && sum(controls.drop ?? []) < surelyMute)
      .map(({ probe }) => probe.id),
    mute: new Set(probes.filter(({ mute }) => mute !== null).map(({ probe }) => probe.id)),
    weakest:
      weakest === undefined
        ? null
        : {
            control: weakest.control,
            byReading: (weakest.control === "instr" ? shares.instructed : shares.way).every(
              (kind) => kind === "reading" || kind === "quoting",
            ),
          },
    // One that most replies do not do is not worth its calls.
    readable: probes
      .filter((one) => isReading(one.probe) && 2 * on(one, one.target) >= sum(one.target))
      .map(({ probe }) => probe.id),
    instructed: shares.instructed,
  };
}

/** A probe that was asked openly this often and not answered is left alone. */
const surelyMute = 3;
