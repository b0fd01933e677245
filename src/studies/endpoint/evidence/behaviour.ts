import { logPredictive } from "../../../stats/distributions/dirichlet-multinomial.ts";
import { sum } from "../../../stats/distributions/moments.ts";
import type { Emulation } from "../conversation.ts";
import { byMechanism, type Mechanism, mechanismAbout } from "../mechanisms.ts";
import type { PrefillProbe } from "../probes/probe.ts";
import { prefillProbe, prefillProbes } from "../probes.ts";
import { countsOf, type Observation } from "./observations.ts";

/** What one probe says. */
export interface ProbeEvidence {
  readonly probe: PrefillProbe;
  /** Outcomes of the unfinished turn itself, and of each emulation, in the order of the probe's outcomes. */
  readonly target: readonly number[];
  readonly controls: Readonly<Record<string, readonly number[]>>;
  /** Why it tells nothing about this model; null where it does. */
  readonly mute: string | null;
  /** Mechanism → log-likelihood of the target's outcomes; nats. */
  readonly logLikelihood: Readonly<Record<Mechanism, number>>;
  /** The same of an open turn that a model continues without fail: the other of its two declared forms. */
  readonly faultless: number;
  /** Mechanism → pseudo-counts of the outcomes it foretells. */
  readonly foretold: Readonly<Record<Mechanism, readonly number[]>>;
}

/** A proxy's hidden words are not ours: more control replies than this say no more about it. */
const mostControl = 10;
/** Share of fresh replies that must answer the question, or the model cannot do what the probe asks. */
const able = 0.5;

/** Evidence of every probe of which the unfinished turn was sent at least once. */
export function probeEvidence(seen: readonly Observation[]): ProbeEvidence[] {
  const pooled = pooledRates(seen);
  return prefillProbes.flatMap((probe) => {
    const target = countsOf(seen, probe, "target");
    if (sum(target) === 0) return [];
    const controls = Object.fromEntries(probe.controls.map((arm) => [arm, countsOf(seen, probe, arm)]));
    const mute = muteBecause(probe, controls);
    const none = probe.outcomes.map(() => 0);
    const foretold = byMechanism((mechanism) => pseudoCounts(mechanism, probe, controls, pooled));
    const logLikelihood = byMechanism((mechanism) =>
      mute !== null
        ? 0
        : mechanism === "TRUE"
          ? logOpen(target, probe, probe.open)
          : logPredictive(target, none, foretold[mechanism]),
    );
    const faultless = mute === null ? logOpen(target, probe, sureOf(probe)) : 0;
    return [{ probe, target, controls, mute, logLikelihood, faultless, foretold }];
  });
}

/** A model that does not answer the question when it is asked plainly shows nothing by not going on. */
function muteBecause(
  probe: PrefillProbe,
  controls: Readonly<Record<string, readonly number[]>>,
): string | null {
  if (probe.afresh === undefined) return null;
  const fresh = controls.drop ?? [];
  const n = sum(fresh);
  if (n === 0) return "the question alone was not answered once";
  const answered = fresh[probe.outcomes.indexOf(probe.afresh)] ?? 0;
  return answered >= able * n
    ? null
    : `asked plainly, the model gives the expected answer in ${answered} of ${n}`;
}

/** Before a probe's own controls speak, an emulation is expected to go on as often as in all probes together, with this weight. */
const shared = 2;

/** Emulation → share of its replies, over all probes, that go on as an open turn would. */
function pooledRates(seen: readonly Observation[]): Readonly<Record<Emulation, number>> {
  const rate = (arm: Emulation): number => {
    const own = seen.filter((one) => one.arm === arm);
    const on = own.filter(({ probe, outcome }) => prefillProbe(probe)?.continued === outcome);
    return (on.length + 0.5) / (own.length + 1);
  };
  return { drop: rate("drop"), cont: rate("cont"), instr: rate("instr"), flip: rate("flip") };
}

function pseudoCounts(
  mechanism: Mechanism,
  probe: PrefillProbe,
  controls: Readonly<Record<string, readonly number[]>>,
  pooled: Readonly<Record<Emulation, number>>,
): readonly number[] {
  const flat = probe.outcomes.map(() => 1);
  if (mechanism === "TRUE") return probe.open;
  const { control } = mechanismAbout[mechanism];
  if (mechanism === "OTHER" || control === null) return flat;
  const counted = controls[control] ?? [];
  if (sum(counted) === 0) return flat;
  const scale = Math.min(1, mostControl / sum(counted));
  const at = probe.outcomes.indexOf(probe.continued);
  const others = probe.outcomes.length - 1;
  const goesOn = (counted[at] ?? 0) * scale;
  const rest = (sum(counted) * scale - goesOn) / others;
  return probe.outcomes.map((_, i) =>
    i === at
      ? goesOn + shared * pooled[control]
      : // Behind an ended turn the model may do anything else that it does not go on with.
        (mechanism === "CLOSED" ? rest : (counted[i] ?? 0) * scale) +
        (shared * (1 - pooled[control])) / others,
  );
}

/**
 * An open turn that a model continues without fail. Where the model goes on well even when the turn is faked openly, it does so in an open
 * turn; a broad guess for every probe apart would then lose against sharp controls for no reason.
 */
function sureOf({ outcomes, continued }: PrefillProbe): readonly number[] {
  return outcomes.map((outcome) => (outcome === continued ? 19 : 1 / (outcomes.length - 1)));
}

/** Chance that a server trims what it sends. */
const trims = 0.2;

/** Log-likelihood of an open turn's outcomes, whether or not the server takes the blank in front away. */
function logOpen(target: readonly number[], probe: PrefillProbe, foretold: readonly number[]): number {
  const none = target.map(() => 0);
  const kept = logPredictive(target, none, foretold);
  if (probe.trimmed === undefined) return kept;
  const [from, to] = [probe.outcomes.indexOf(probe.continued), probe.outcomes.indexOf(probe.trimmed)];
  const swapped = foretold.map((count, i) =>
    i === from ? (foretold[to] ?? count) : i === to ? (foretold[from] ?? count) : count,
  );
  const cut = logPredictive(target, none, swapped);
  const most = Math.max(kept, cut);
  return most + Math.log((1 - trims) * Math.exp(kept - most) + trims * Math.exp(cut - most));
}

/** Sum of log-likelihoods over probes, by mechanism; an open turn is either form of it, whichever the model has, with equal chance. */
export function behaviourLog(probes: readonly ProbeEvidence[]): Record<Mechanism, number> {
  const faultless = sum(probes.map((one) => one.faultless));
  return byMechanism((mechanism) => {
    const log = sum(probes.map(({ logLikelihood }) => logLikelihood[mechanism]));
    if (mechanism !== "TRUE") return log;
    const most = Math.max(log, faultless);
    return most + Math.log((Math.exp(log - most) + Math.exp(faultless - most)) / 2);
  });
}
