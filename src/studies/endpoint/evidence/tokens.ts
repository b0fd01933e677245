import { byMechanism, type Mechanism } from "../mechanisms.ts";
import { prefillWords, type TokenArm, tokenArms } from "../probes/tokens.ts";
import type { Exchange } from "./observations.ts";
import { counts } from "./replies.ts";
import { distrust } from "./trust.ts";

/** What the endpoint's own counts of prompt tokens say. */
export interface TokenEvidence {
  /** Median prompt tokens of each arm; null where none was reported. */
  readonly counts: Readonly<Record<string, number | null>>;
  /** Tokens that a word of the prefill adds, openly sent and in the unfinished turn. */
  readonly slope: { readonly open: number; readonly target: number } | null;
  /** Tokens counted beside the question and the prefill, and how many each mechanism foretells; null where it foretells no number. */
  readonly beside: number | null;
  readonly foretold: Readonly<Record<Mechanism, number | null>>;
  /** Why the counts are not used; null where they are. */
  readonly mute: string | null;
  /** Nats. */
  readonly logLikelihood: Readonly<Record<Mechanism, number>>;
}

/** Chance that a count is off in a way that nothing here foresees, spread over so many numbers. */
const strange = 0.004;
const spread = 200;
/** Chance that a fake's counts are made to look as if the turn were open: whoever hides one thing may hide another. */
const dressed = 0.15;
/** "Continue." and "Thank you." differ by no more tokens than this; four places where texts meet move a difference by no more than that. */
const mostApart = 8;
const mostMerged = 3;
/** A hidden turn or instruction of unknown words has at most so many tokens. */
const mostHidden = 80;

/** Reads the counts of all token requests of one endpoint. */
export function tokenEvidence(exchanges: readonly Exchange[]): TokenEvidence {
  const of = (arm: TokenArm): number | null => median(exchanges, arm);
  const tokens = Object.fromEntries(tokenArms.map((arm) => [arm, of(arm)]));
  const silent = (mute: string, slope: TokenEvidence["slope"] = null): TokenEvidence => ({
    ...{ counts: tokens, slope, beside: null, foretold: byMechanism(() => null), mute },
    logLikelihood: byMechanism(() => 0),
  });
  const doubted = distrust(exchanges);
  if (doubted !== null && of("target") !== null) return silent(doubted);
  const [drop, flip, flipLong] = [of("drop"), of("flip"), of("flip-long")];
  const [target, targetLong] = [of("target"), of("target-long")];
  if (target === null || targetLong === null || drop === null)
    return silent("prompt tokens are not reported");
  if (flip === null || flipLong === null)
    return silent("two user turns in a row are refused, so there is no scale");
  const slope = { open: (flipLong - flip) / prefillWords, target: (targetLong - target) / prefillWords };
  if (slope.open < 0.5 || slope.open > 5 || flip <= drop)
    return silent("prompt tokens do not grow with what is sent openly: they are made up");
  const [follow, pair, cont] = [of("follow"), of("pair"), of("cont")];
  if (cont !== null && follow !== null && Math.abs(cont - follow) > mostApart)
    return silent("prompts that differ by two words differ by many tokens: the counts are made up");
  const prefill = slope.open * prefillWords;
  const beside = target - drop - prefill;
  const told = (foretold: Readonly<Record<Mechanism, number | null>>, closed: number): TokenEvidence => ({
    ...{ counts: tokens, slope, beside, foretold, mute: null },
    logLikelihood: likelihoods(beside, foretold, closed, prefill),
  });
  if (slope.target < 0.25 * slope.open)
    return told(
      byMechanism((name) => (name === "DROP" || name === "FAKE-ECHO" ? -prefill : null)),
      0,
    );
  if (Math.abs(slope.target - slope.open) * prefillWords > mostMerged)
    return silent("the unfinished turn's tokens grow at another rate than the same words sent openly", slope);
  const closed = follow === null || pair === null ? null : follow - pair - prefill;
  return told(
    {
      ...{ TRUE: 0, CLOSED: closed, CONT: cont === null ? null : cont - drop - prefill, INSTR: null },
      ...{ FLIP: flip - drop - prefill, DROP: -prefill, "FAKE-ECHO": -prefill, OTHER: null },
    },
    closed ?? 2,
  );
}

function likelihoods(
  beside: number,
  foretold: Readonly<Record<Mechanism, number | null>>,
  closed: number,
  prefill: number,
): Record<Mechanism, number> {
  const at = (number: number | null): number => (number === null ? 0 : near(beside - number));
  const between = (low: number, high: number): number =>
    beside >= low && beside <= high ? 1 / (high - low + 1) : 0;
  const own: Record<Mechanism, number> = {
    TRUE: at(foretold.TRUE),
    CLOSED: foretold.CLOSED === null ? between(1, 12) : at(foretold.CLOSED),
    CONT: 0.6 * at(foretold.CONT) + 0.4 * between(closed + 2, closed + mostHidden),
    INSTR: between(3, mostHidden),
    FLIP: at(foretold.FLIP),
    DROP: at(foretold.DROP),
    "FAKE-ECHO": at(foretold["FAKE-ECHO"]),
    OTHER: between(-Math.round(prefill), mostHidden),
  };
  const looksOpen = foretold.TRUE === null ? 0 : near(beside - foretold.TRUE);
  return byMechanism((name) => {
    const faked = name === "TRUE" ? 0 : dressed * looksOpen;
    const left = name === "TRUE" ? 1 - strange : 1 - strange - dressed;
    return Math.log(left * own[name] + faked + strange / spread);
  });
}

/** Tokens merge where texts meet: a count is off by one now and then, by two seldom. */
function near(off: number): number {
  const far = Math.abs(off);
  return far < 0.5 ? 0.6 : far < 1.5 ? 0.16 : far < 2.5 ? 0.04 : 0;
}

/** Median prompt tokens of an arm; null where none was reported. */
function median(exchanges: readonly Exchange[], arm: TokenArm): number | null {
  const seen = exchanges
    .filter(({ trial, value }) => trial.probe === "tokens" && trial.arm === arm && counts(value))
    .flatMap(({ value }) => value.promptTokens ?? [])
    .sort((a, b) => a - b);
  return seen[Math.floor((seen.length - 1) / 2)] ?? null;
}
