import { type Asked, type ContinuationTrial, continuationTrial } from "../../scoring/continuations.ts";
import { cueEdits } from "./cue.ts";
import type { Design } from "./design.ts";
import type { Searched } from "./inputs.ts";
import { gibberishFor, keptInMind, redefined, saidAnew } from "./prompts.ts";
import { continuationsOf, type Fact, objectsOf, questionOf } from "./relation.ts";
import { askedRole } from "./tables.ts";

/** Every prompt that a fact is tested with, by one of its relation's questions; what is asked and what is read are made from this alone. */
export interface Prompts {
  /** The object, then its rivals. */
  readonly answers: readonly string[];
  /** The object that the bridge is made to point at. */
  readonly target: string;
  readonly natural: string;
  /** E1. Null where subject and word share no letters. */
  readonly cue: { readonly ablated: string; readonly sham: string } | null;
  /** E2: the bridge, two shams; the fact's own subject first, then the others. */
  readonly boost: readonly (readonly string[])[];
  /** The bridge's form without meaning, before the fact's own question. */
  readonly gibberish: string;
  /** E3: the bridge, two shams, each given the meaning of another object; subjects as in E2. */
  readonly redirect: readonly (readonly string[])[];
  /** Objects of the subjects in `redirect`, as continuations. */
  readonly own: readonly string[];
  /** E4: the fact said anew with the other object. */
  readonly direct: string;
}

/** Prompts of a fact, one entry a question. */
export function promptsOf(relation: Searched, design: Design): readonly Prompts[] {
  const { facts, pool, questions } = relation;
  const objects = objectsOf(relation);
  const answers = continuationsOf(objects);
  const answer = (object: number): string => answers[object] ?? "";
  const answerTo = ({ object }: Fact): string => answer(objects.indexOf(object));
  const fact = facts[design.fact];
  const words = [design.word, ...design.shams].flatMap((word) => pool[word] ?? []);
  const [bridge] = words;
  if (fact === undefined || bridge === undefined) throw new Error("a design of another relation");
  const subjects = [fact, ...design.others.flatMap((one) => facts[one] ?? [])];
  const target = objects[design.target] ?? "";
  return questions.map((question) => {
    const asked = subjects.map(({ subject }) => questionOf(question, subject));
    const [natural = ""] = asked;
    const under = (context: string): readonly string[] => asked.map((one) => context + one);
    return {
      answers: [answerTo(fact), ...design.rivals.map(answer)],
      target: answer(design.target),
      natural,
      cue: cueEdits(question, fact.subject, bridge.word),
      boost: words.map(({ said }) => under(keptInMind(said))),
      gibberish: keptInMind(gibberishFor(bridge.said)) + natural,
      redirect: words.map(({ said }) => under(redefined(said, target))),
      own: subjects.map(answerTo),
      direct: saidAnew(natural, target) + natural,
    };
  });
}

/** The trials of a fact. */
export function contextTrials(relation: Searched, design: Design): readonly ContinuationTrial[] {
  const prompts = promptsOf(relation, design);
  const trial = (arm: string, of: (one: Prompts) => readonly Asked[]): readonly ContinuationTrial[] => {
    const asked = prompts.flatMap(of);
    return asked.length === 0 ? [] : [continuationTrial(arm, askedRole, asked)];
  };
  return [
    ...trial("E1 cue", ({ cue, answers }) =>
      cue === null ? [] : [cue.ablated, cue.sham].map((prompt) => ({ prompt, continuations: answers })),
    ),
    ...trial("E2 boost", ({ boost, gibberish, answers }) =>
      [...boost.flat(), gibberish].map((prompt) => ({ prompt, continuations: answers })),
    ),
    ...trial("E3 redirect", ({ redirect, own, target }) =>
      redirect.flatMap((subjects) =>
        subjects.map((prompt, i) => ({ prompt, continuations: [own[i] ?? "", target] })),
      ),
    ),
    ...trial("E4 direct", ({ direct, natural, own, target }) =>
      [direct, natural].map((prompt) => ({ prompt, continuations: [own[0] ?? "", target] })),
    ),
  ];
}
