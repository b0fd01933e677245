import type { JsonObject } from "../../../core/json.ts";
import type { Random } from "../../../stats/distributions/random.ts";
import type { Emulation, Unfinished } from "../conversation.ts";

/** One question of a probe with the beginning of its answer, made anew for every measurement. */
export interface ProbeItem extends Unfinished {
  /** What reading the reply needs. */
  readonly facts: JsonObject;
}

/**
 * What a probe looks at: whether the reply goes on from a beginning that fits the question (`turn`) or from one that no fresh answer has (`contrary`: an
 * answer made anew and cut to fit cannot go on from it); or what stands in front of the reply, the whole message (`reading`) or its last word (`quoting`).
 */
export type ProbeKind = "turn" | "contrary" | "reading" | "quoting";

/** A probe of the prefill: what is sent, what may come back, and what an open turn predicts. */
export interface PrefillProbe {
  readonly id: string;
  /** For the report: what it sends and why it tells. */
  readonly about: string;
  /** Most output tokens. */
  readonly cap: number;
  /** What a reply can be. */
  readonly outcomes: readonly string[];
  /** The outcome that a continued turn gives. */
  readonly continued: string;
  /** The outcome that the question alone gives a model that is able to answer it, where there is one. */
  readonly afresh?: string;
  /**
   * Pseudo-counts of the outcomes under an open turn (Dirichlet), in the order of `outcomes`. There is no open way to send an
   * unfinished turn, so this likelihood is declared: a language model goes on with what stands there.
   */
  readonly open: readonly number[];
  /** What a continued turn gives instead where the server trims white space off its replies, where that makes a difference. */
  readonly trimmed?: string;
  /** May a reply that begins with the prefill be told from an answer made afresh? Only then it shows whether the server echoes. */
  readonly showsEcho?: true;
  /** Does the reply's first token tell how it was begun? */
  readonly firstToken?: true;
  /** Is it sent once more where the first unfinished turn was refused? */
  readonly whenRefused?: true;
  /** Is it sent again once the answer is known, to see whether it is always the same? */
  readonly repeated?: true;
  /**
   * What it says of the share of turns that are honoured; left out: it is shown, and is not counted.
   */
  readonly counted?: ProbeKind;
  /** Outcomes that an open turn hardly ever gives: whoever begins anew gives them. */
  readonly telling?: readonly string[];
  /** Words in a reply that stand in front of it and were never sent; empty where there are none. */
  readonly hidden?: (reply: string, facts: JsonObject) => string;
  /** Emulations whose replies are compared. */
  readonly controls: readonly Emulation[];
  item(random: Random): ProbeItem;
  /** Reads a reply; an echoed prefill has been taken off before. */
  classify(reply: string, facts: JsonObject): string;
}

/** Is it one of what stands in front of the reply? */
export function isReading({ counted }: PrefillProbe): boolean {
  return counted === "reading" || counted === "quoting";
}

/** Text of a fact; empty where it is missing. */
export function factText(facts: JsonObject, name: string): string {
  const value = facts[name];
  return typeof value === "string" ? value : "";
}

/** A reply without white space, quotation marks, asterisks and code fences in front. */
export function bare(text: string): string {
  return text.replace(/^(?:```(?:json|[a-z]+(?=[ \t]*\n))?|[\s"'“”‘’`*])+/i, "");
}

/**
 * Does a reply begin inside a word or a list, where no turn begins: with a small letter, a comma, a hyphen or a full stop and more? The turn was broken off inside a word
 * with a capital letter, so that a new turn, whatever it says, begins otherwise. Models that know no more of the answer go on so all the same: small ones
 * in 60 of 62 open turns (`node scripts/endpoint-bank.ts qwen2.5-coder-0.5b rates`).
 */
export function inside(reply: string): boolean {
  return /^(?:[\p{Ll},;]|-[\p{L}\d]|['’.][\p{Ll}\d])/u.test(reply);
}
