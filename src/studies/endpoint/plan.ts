import type { Random } from "../../stats/distributions/random.ts";
import type { Block, Outcomes, PlanContext } from "../../study/study.ts";
import type { EndpointConfig } from "./config.ts";
import { type Session, session } from "./session.ts";
import { targetsOf } from "./targets.ts";
import type { EndpointTrial, MeasuredValue } from "./trial.ts";

type EndpointBlock = Block<EndpointTrial>;
type Blocks = AsyncGenerator<EndpointBlock, void, Outcomes<EndpointTrial, MeasuredValue>>;

/**
 * A first look, then rounds of interleaved unfinished turns and open emulations until each endpoint's answer is safe; then the calls with reasoning
 * off, whose number is fixed beforehand. Order within a block is random.
 */
export async function* planCalls(config: EndpointConfig, { random }: Pick<PlanContext, "random">): Blocks {
  const sessions = targetsOf(config).map((target, endpoint) => session(config, endpoint, target));
  if (sessions.length === 0) return;
  yield* tell(sessions, "first look", random.fork("first"), (one, own) => one.firstLook(own));
  yield* tell(sessions, "a second look", random.fork("second"), (one, own) => one.secondLook(own));
  yield* tell(sessions, "switches for reasoning", random.fork("switches"), (one) => one.offSwitches());
  yield* tell(sessions, "the first unfinished turn", random.fork("turn"), (one) => one.firstTurn());
  if (config.test.includes("prefill")) yield* prefillRounds(config, sessions, random);
  yield* tell(sessions, "switches for unfinished turns", random.fork("prefill switches"), (one) =>
    one.prefillSwitches(),
  );
  const answering = sessions.filter((one) => one.answers());
  if (config.test.includes("prefill") && config.repeats > 0)
    yield* named(answering, "the same again", random, (one, own) => one.repeats(config.repeats, own));
  if (config.test.includes("reasoning"))
    yield* named(answering, "reasoning switched off", random, (one, own) => one.reasoning(own));
  // A router that has no record of its first call is not asked for others.
  yield* tell(sessions, "a router's record", random, (one) => one.records().slice(0, 1));
  yield* tell(sessions, "a router's records", random.fork("records"), (one) =>
    one.hasRecord() ? one.records().slice(1) : [],
  );
}

async function* prefillRounds(config: EndpointConfig, sessions: readonly Session[], random: Random): Blocks {
  for (let round = 0; ; round++) {
    const open = sessions.filter((one) => one.wants(random));
    if (open.length === 0) return;
    yield* named(open, `prefill, round ${round + 1}`, random, (one, own) => one.round(own));
    const weighed = config.weights === null ? [] : open.flatMap((one) => one.toWeigh());
    yield* asked(sessions, "replies under the open weights' template", weighed);
  }
}

/** A block with draws of its own, by its title. */
function named(
  sessions: readonly Session[],
  title: string,
  random: Random,
  trialsOf: (one: Session, random: Random) => readonly EndpointTrial[],
): Blocks {
  return tell(sessions, title, random.fork(title), trialsOf);
}

async function* tell(
  sessions: readonly Session[],
  title: string,
  random: Random,
  trialsOf: (one: Session, random: Random) => readonly EndpointTrial[],
): Blocks {
  const trials = sessions.flatMap((one) => trialsOf(one, random.fork(`endpoint ${one.endpoint}`)));
  yield* asked(sessions, title, random.fork("order").shuffle(trials));
}

/** Asks, and hands each session what came of it. */
async function* asked(sessions: readonly Session[], title: string, trials: readonly EndpointTrial[]): Blocks {
  if (trials.length === 0) return;
  const outcomes = yield { title, trials, count: trials.length, order: "parallel", retry: "runner" };
  for await (const outcome of outcomes)
    sessions.find(({ endpoint }) => endpoint === outcome.trial.endpoint)?.add(outcome);
}
