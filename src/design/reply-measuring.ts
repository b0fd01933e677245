import { ask, type Form, type Question } from "../asking/form.ts";
import { words } from "../asking/words.ts";
import { yesNo } from "../asking/yes-no.ts";
import type { Measured } from "../core/outcome.ts";
import type { Generated } from "../models/model.ts";
import type { Tools } from "../study/study.ts";
import { letterSpellings, lettersOf, readLetter, shown } from "./letters.ts";
import { declines, readReply } from "./outcome-rule.ts";
import type { Prepared, ReplyTrial, ReplyValue } from "./reply-experiment.ts";

/** What a trial asks. */
export function replyRequest(trial: ReplyTrial, of: Prepared): Pick<Question<ReplyValue>, "prompt" | "form"> {
  const { prompt, letters } = of.asked(trial);
  return { prompt, form: letters ? letterForm(trial) : writtenForm(trial, of) };
}

/** Asks once, and reads what came. */
export function measureReply(trial: ReplyTrial, of: Prepared, tools: Tools): Promise<Measured<ReplyValue>> {
  const { repeat, temperature, role } = trial;
  const { prompt, form } = replyRequest(trial, of);
  return ask(tools.model(role ?? ""), { prompt, form, draw: { repeat, temperature } }, tools.signal);
}

function letterForm({ mode, order, tokens }: ReplyTrial): Form<ReplyValue> {
  const { hit, miss } = lettersOf(order);
  if (mode === "choose") {
    const form = yesNo(letterSpellings(hit), letterSpellings(miss));
    return {
      ...form,
      send: async (...args) => {
        const said = await form.send(...args);
        return "missing" in said
          ? said
          : { value: { value: said.value.score, mass: Math.min(1, said.value.mass) } };
      },
    };
  }
  return words(tokens, (text, reply) => {
    const letter = readLetter(text);
    if ("value" in letter)
      return { value: { value: letter.value === hit ? 1 : 0, read: letter.value, ...about(text, reply) } };
    if (!declines(text)) return letter;
    return { missing: { kind: "refused", code: "declined", reason: `the reply declines: “${shown(text)}”` } };
  });
}

function writtenForm(trial: ReplyTrial, of: Prepared): Form<ReplyValue> {
  const { outcome } = of.experiment;
  if (outcome.kind === "choice") throw new Error("a choice is asked for by letter");
  const fill = (text: string): string =>
    of.renderer.fill(text, of.cell(trial.cell), of.unit(trial.unit, trial.family));
  return words(trial.tokens, (text, reply) => {
    const said = readReply(text, outcome, fill);
    if ("missing" in said) return said;
    return { value: { value: said.value.happened ? 1 : 0, read: said.value.read, ...about(text, reply) } };
  });
}

function about(
  text: string,
  { finishReason, route, reasoning }: Generated,
): Pick<ReplyValue, "reply" | "finish" | "route" | "reasoning"> {
  return {
    reply: shown(text, 400),
    finish: finishReason,
    ...(route === undefined ? {} : { route }),
    ...(reasoning === undefined ? {} : { reasoning: reasoning.length }),
  };
}
