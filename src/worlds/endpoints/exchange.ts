import type { Random } from "../../stats/distributions/random.ts";
import type { Knobs, Mechanism } from "./knobs.ts";
import { asItIs, handle, openView } from "./mechanism.ts";
import type { BackingModel, Written } from "./model.ts";
import { type ChatTemplate, rawTokens, rawView, type Turn, type View } from "./template.ts";
import { thinking } from "./thoughts.ts";
import { type ReplyUsage, reportedUsage } from "./usage.ts";

/**
 * A request in any API's form, as the server understands it. Nothing is kept of what it says about reasoning: thoughts come
 * at their rate, asked for or not.
 */
export interface Ask {
  readonly model: string;
  /** A conversation, or raw text for the model to go on with. */
  readonly prompt: { readonly turns: readonly Turn[] } | { readonly raw: string };
  /** Null: the server's own. */
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly stream: boolean;
  /** Does a stream end with the usage? */
  readonly streamUsage: boolean;
  /** How many alternatives to name for each token; null: no log-probabilities at all. */
  readonly topLogProbs: number | null;
  /** `continue_final_message`, where it was given. */
  readonly continueFinal: boolean | null;
  /** Names of the only providers that may answer; null: any. */
  readonly providers: readonly string[] | null;
}

/** A token of the reply with its log-probability in nats, and the likeliest tokens in its place. */
export interface TokenLogProb {
  readonly token: string;
  readonly logProb: number;
  readonly top: readonly { readonly token: string; readonly logProb: number }[];
}

/** What the server answers, before an API gives it its form. */
export interface Answer {
  readonly id: string;
  readonly model: string;
  readonly provider: string;
  readonly text: string;
  /** Thoughts to be shown apart from the text; null where there are none to show. */
  readonly thoughts: string | null;
  readonly finish: "stop" | "length";
  /** Null: the reply says nothing of tokens. */
  readonly usage: ReplyUsage | null;
  readonly logProbs: readonly TokenLogProb[] | null;
  /** Does a stream end with the usage? */
  readonly streamUsage: boolean;
  /** Tokens that were thought and are not part of what is streamed: time passes for them before the first byte. */
  readonly silentTokens: number;
  /** Text and thoughts in the pieces that a stream sends. */
  readonly pieces: (text: string) => readonly string[];
}

/** What a server needs to answer. */
export interface Setting {
  readonly knobs: Knobs;
  readonly template: ChatTemplate;
  readonly model: BackingModel;
}

/** Longest reply where a request names no cap, in tokens. */
const usualCap = 1024;

/**
 * Answers one request with a mechanism.
 *
 * @param random all draws of this call
 * @returns null where the server rejects the request for its trailing assistant turn
 */
export async function exchange(
  ask: Ask,
  mechanism: Mechanism,
  route: { readonly id: string; readonly provider: string },
  { knobs, template, model }: Setting,
  random: Random,
): Promise<Answer | null> {
  const raw = "raw" in ask.prompt ? ask.prompt.raw : null;
  const open = "raw" in ask.prompt ? rawView(template, ask.prompt.raw) : openView(ask.prompt.turns);
  const handled =
    "raw" in ask.prompt
      ? { ...asItIs, view: open }
      : handle(flagged(mechanism, ask.continueFinal, knobs), ask.prompt.turns, knobs);
  if (handled === null) return null;

  const cap = ask.maxTokens ?? usualCap;
  const thought = thinking(knobs, cap, template, random.fork("thoughts"));
  const room = knobs.cap === "charged" ? cap - thought.tokens : cap;
  // A careful proxy hides what its instruction costs: the model copies the prefill first.
  const careful = knobs.careful && handled.copied !== null;
  const copied = careful
    ? (await model.promptTokens(open)) - (await model.promptTokens({ ...open, open: null }))
    : 0;
  const written: Written =
    room <= 0
      ? { text: "", tokens: 0, ended: false, alternatives: null }
      : await model.write({
          view: handled.view,
          maxTokens: room + copied,
          thinks: thought.tokens > 0,
          temperature: ask.temperature,
          random: random.fork("reply"),
        });
  const sent = (generated: string): string =>
    knobs.trim ? handled.reply(generated).trim() : handled.reply(generated);
  const visible = sent(written.text);
  const inText = thought.shown !== null && (knobs.shownAs === "tags" || raw !== null);
  const input = async (view: View): Promise<number> =>
    raw === null ? model.promptTokens(view) : rawTokens(template, raw);
  return {
    ...route,
    model: ask.model,
    text: inText ? `<think>\n${thought.shown}${room > 0 ? "\n</think>\n\n" : ""}${visible}` : visible,
    thoughts: inText ? null : thought.shown,
    finish: written.ended ? "stop" : "length",
    usage: reportedUsage(
      knobs.usage,
      {
        input: await input(careful ? open : handled.view),
        output: written.text.startsWith(handled.copied ?? "") ? written.tokens - copied : written.tokens,
        thoughts: knobs.reasoning.kind === "covert" ? 0 : thought.tokens,
      },
      { input: await input(open), output: template.tokens(visible).length, thoughts: 0 },
      random.fork("usage"),
    ),
    logProbs:
      ask.topLogProbs === null || knobs.logprobs !== "on"
        ? null
        : logProbsOf(visible, written, sent, template, ask.topLogProbs),
    streamUsage: ask.streamUsage,
    silentTokens: thought.shown === null ? thought.tokens : 0,
    pieces: template.tokens,
  };
}

/** vLLM's flag opens the last turn where it is set, and closes it where it is refused. */
function flagged(mechanism: Mechanism, continueFinal: boolean | null, knobs: Knobs): Mechanism {
  if (!knobs.flags || continueFinal === null || mechanism === "REJECT") return mechanism;
  return continueFinal ? "TRUE" : "CLOSED";
}

/** The first token's share is the sum over all replies that begin with it; later tokens are as good as certain. */
function logProbsOf(
  visible: string,
  written: Written,
  sent: (generated: string) => string,
  template: ChatTemplate,
  top: number,
): readonly TokenLogProb[] | null {
  if (written.alternatives === null) return null;
  const first = new Map<string, number>();
  for (const { text, weight } of written.alternatives) {
    const [token = ""] = template.tokens(sent(text));
    if (token !== "") first.set(token, (first.get(token) ?? 0) + weight);
  }
  const likeliest = [...first]
    .map(([token, share]) => ({ token, logProb: Math.log(share) }))
    .sort((a, b) => b.logProb - a.logProb)
    .slice(0, top);
  return template.tokens(visible).map((token, i) => {
    const logProb = i === 0 ? Math.log(first.get(token) ?? 1) : -0.001;
    return { token, logProb, top: i === 0 ? likeliest : top > 0 ? [{ token, logProb }] : [] };
  });
}
