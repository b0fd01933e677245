import { type Situation, type Standing, situationOf } from "./situation.ts";
import { type Chain, type Task, taskOf } from "./tasks.ts";
import type { View } from "./template.ts";

/** A reply that the scripted model may give, with its probability. */
export interface Candidate {
  readonly text: string;
  readonly weight: number;
}

/** What the model is like, and whether it thought before this reply. */
export interface Talent {
  /** How often it goes on from a prefill in a finished turn just as it would from an open one. */
  readonly skill: number;
  /** Share of degenerate replies. */
  readonly noise: number;
  readonly thinks: boolean;
}

/**
 * The scripted model as a distribution over whole replies to what it sees, and to that alone: the probabilities add up to 1.
 * An open turn is gone on with. A prefill in a finished turn is gone on with by a share `skill` of the replies; the others are
 * what such a turn elicits. A chain of look-ups of depth d is right with a probability that falls to chance by halves,
 * c + (s - c) / 2^(d - 1), and with s at any depth after thinking; c is one of all answers (letters, or pairs of different ones), s the skill, or c if that is larger.
 */
export function candidates(view: View, talent: Talent): readonly Candidate[] {
  const situation = situationOf(view);
  const task = taskOf(situation.user);
  const sound = soundReplies(situation, task, talent);
  const broken = evenly(["", "the the the the the the", "Purple."]);
  return [...scaled(sound, 1 - talent.noise), ...scaled(broken, talent.noise)].filter(
    ({ weight }) => weight > 0,
  );
}

function soundReplies(situation: Situation, task: Task, talent: Talent): readonly Candidate[] {
  const { standing, prefill } = situation;
  if (standing === "none") {
    return task.chain === undefined ? evenly(task.replies) : chained(task.chain, talent);
  }
  const next = continuation(situation, task);
  if (standing === "open") return evenly([next]);
  const disguised = standing === "told" ? `${prefill}${next}` : next;
  return [
    ...scaled(evenly([disguised]), talent.skill),
    ...scaled(elicited(standing, situation, task, next), 1 - talent.skill),
  ];
}

/** What a plain continuation of the prefill would be. */
function continuation({ user, prefill, users }: Situation, task: Task): string {
  const quoted = verbatim.exec(prefill)?.[1];
  if (quoted !== undefined && user.startsWith(quoted)) return `${user.slice(quoted.length)}"`;
  if (counting.test(prefill)) return counted(prefill, users);
  if (lastWord.test(prefill)) return `${/\S+$/.exec(user)?.[0] ?? ""}".`;
  const decided = task.goOn?.(prefill) ?? null;
  if (decided !== null) return decided;
  const [begun] = task.replies.filter((reply) => reply.startsWith(prefill));
  return begun?.slice(prefill.length) ?? " and that is all there is to it.";
}

const verbatim = /\bmost recent user message reads, verbatim: "([\s\S]*)$/i;
const lastWord = /\b(?:last word of|ends with the word)\b[^"]*"$/i;
const counting = /\bnumber of user messages in this conversation so far:\s*$/i;
const counted = (prefill: string, count: number): string => `${/\s$/.test(prefill) ? "" : " "}${count}`;

/** What a finished turn elicits from a model that does not take it for an open one. */
function elicited(
  standing: Exclude<Standing, "open" | "none">,
  { user, prefill, users, latest }: Situation,
  task: Task,
  next: string,
): readonly Candidate[] {
  const fresh = evenly(task.replies);
  const one = (text: string): readonly Candidate[] => evenly([text]);
  const rest = one(`Sure, here is the rest: ${next.trim()}`);
  const again = one(`${prefill}${next}`);
  if (verbatim.test(prefill)) {
    switch (standing) {
      case "ended":
        return mixed([0.5, fresh], [0.3, one(`"${user}"`)], [0.2, again]);
      case "asked":
        return mixed([0.6, one(`${latest}"`)], [0.2, one(`${prefill}${latest}"`)], [0.2, rest]);
      case "flipped":
        return mixed([0.4, one(prefill)], [0.3, one("I am not sure what you mean by that.")], [0.3, fresh]);
      case "told":
        return mixed([0.5, one(`${prefill}${latest}"`)], [0.3, fresh], [0.2, one(`Sure! ${prefill}${next}`)]);
    }
  }
  if (counting.test(prefill)) {
    const more = counted(prefill, users + 1);
    switch (standing) {
      case "ended":
        return mixed([0.5, fresh], [0.2, one(next)], [0.3, again]);
      case "asked":
        return mixed([0.6, one(more)], [0.2, one(`${prefill}${more}`)], [0.2, fresh]);
      case "flipped":
        return mixed([0.5, one(more)], [0.2, one(`There are ${users + 1} so far.`)], [0.3, fresh]);
      case "told":
        return mixed([0.6, fresh], [0.4, one(`Sure! ${prefill}${next}`)]);
    }
  }
  switch (standing) {
    case "ended":
      return mixed([0.55, fresh], [0.15, rest], [0.2, again], [0.1, one("Is there anything else you need?")]);
    case "asked":
      return mixed([0.4, fresh], [0.35, rest], [0.25, again]);
    case "flipped":
      return mixed([0.4, one(`I am not sure what you mean by "${prefill}".`)], [0.4, fresh], [0.2, rest]);
    case "told":
      return mixed(
        [0.5, fresh],
        [0.3, one(`Sure! ${prefill}${next}`)],
        [0.2, fresh.map(({ text, weight }) => ({ text: `${prefill}\n${text}`, weight }))],
      );
  }
}

function chained(chain: Chain, { skill, thinks }: Talent): readonly Candidate[] {
  const { depth, paths, letters, aloud } = chain;
  const answers = distinct(letters, paths.length);
  const chance = 1 / answers.length;
  const best = Math.max(chance, skill);
  const accuracy = thinks || aloud ? best : chance + (best - chance) * 0.5 ** (depth - 1);
  const right = paths.map((path) => path.at(-1) ?? "").join(" ");
  const steps = paths.flatMap((path) =>
    path.slice(1).map((letter, i) => `Step ${i + 1}: ${path[i]} becomes ${letter}.\n`),
  );
  return answers.map((answer) => ({
    text: aloud ? `${steps.join("")}Answer: ${answer}` : answer,
    weight: answer === right ? accuracy : (1 - accuracy) / (answers.length - 1),
  }));
}

/** All answers of so many different letters: different starts never meet, for every table is a permutation. */
function distinct(letters: readonly string[], count: number): readonly string[] {
  let answers: readonly (readonly string[])[] = [[]];
  for (let i = 0; i < count; i++) {
    answers = answers.flatMap((begun) =>
      letters.filter((letter) => !begun.includes(letter)).map((letter) => [...begun, letter]),
    );
  }
  return answers.map((answer) => answer.join(" "));
}

function evenly(texts: readonly string[]): readonly Candidate[] {
  return texts.map((text) => ({ text, weight: 1 / texts.length }));
}

function scaled(list: readonly Candidate[], by: number): readonly Candidate[] {
  return list.map(({ text, weight }) => ({ text, weight: weight * by }));
}

function mixed(...parts: readonly (readonly [number, readonly Candidate[]])[]): readonly Candidate[] {
  return parts.flatMap(([share, list]) => scaled(list, share));
}
