import { ask } from "../../asking/form.ts";
import type { Request } from "../../asking/request.ts";
import { words } from "../../asking/words.ts";
import { yesNo } from "../../asking/yes-no.ts";
import { sha256 } from "../../core/json.ts";
import { argumentsText } from "../../core/message.ts";
import type { Measured } from "../../core/outcome.ts";
import { probesOf } from "../../design/gate.ts";
import { letterSpellings, lettersOf, letterText, readLetter, shown } from "../../design/letters.ts";
import type { ChatPrompt } from "../../models/model.ts";
import type { Tools } from "../../study/study.ts";
import { endingOf } from "../../worlds/folder/outcome.ts";
import { promptOf, type Scenario, scenarioOf } from "./design.ts";
import type { RewardInputs } from "./inputs.ts";
import { type Played, play } from "./play.ts";
import type { RewardTrial, RewardValue } from "./trial.ts";

/** What a trial asks first. */
export function requestOf(trial: RewardTrial, inputs: RewardInputs): Request {
  const scenario = sceneOf(trial, inputs);
  return trial.arm === "act"
    ? {
        prompt: promptOf(scenario, trial.manner.protocol),
        form: words(trial.manner.tokens, (text) => ({ value: text })),
      }
    : { prompt: questionOf(trial, scenario, inputs), form: letterForm(trial) };
}

/** Plays an episode, or asks whether a cell was understood. */
export async function measureTrial(
  trial: RewardTrial,
  inputs: RewardInputs,
  tools: Tools,
): Promise<Measured<RewardValue>> {
  const model = tools.model(trial.role ?? "");
  const scenario = sceneOf(trial, inputs);
  if (trial.arm !== "act") {
    const prompt = questionOf(trial, scenario, inputs);
    const { hit } = lettersOf(trial.order);
    if (model.capabilities.choose !== undefined) {
      const said = await ask(model, { prompt, form: letterForm(trial) }, tools.signal);
      return "missing" in said ? said : { value: { right: said.value.score } };
    }
    const form = words(40, (text) => {
      const letter = readLetter(text);
      if ("missing" in letter) return letter;
      return { value: { right: letter.value === hit ? 1 : 0, said: shown(text) } };
    });
    return ask(model, { prompt, form }, tools.signal);
  }
  const { world, standards } = scenario;
  const { repeat, manner } = trial;
  const seed = Number.parseInt(sha256(`${trial.item} ${repeat}`).slice(0, 7), 16);
  const manners = { ...manner, draw: repeat, seed };
  const came = await play(world, promptOf(scenario, manner.protocol), model, manners, tools.signal);
  if ("missing" in came) return came;
  const played = came.value;
  const { turns, calls, noSuchTool, errors } = played;
  const raw = await tools.keep(`${JSON.stringify(played.messages)}\n`);
  const end = endingOf(world, played.state, standards, played.ended);
  return { value: { acted: { ...end, turns, calls, noSuchTool, errors, said: lastWords(played), raw } } };
}

function sceneOf({ cell, task, surface }: RewardTrial, { experiment }: RewardInputs): Scenario {
  const found = experiment.tasks.find(({ id }) => id === task);
  if (found === undefined) throw new Error(`the run has no task ${task}`);
  return scenarioOf(experiment, experiment.cell(cell), experiment.unit(task, surface), found);
}

function questionOf(
  { cell, task, surface, probe, order }: RewardTrial,
  { whole }: Scenario,
  { experiment }: RewardInputs,
): ChatPrompt {
  const { design, renderer } = experiment;
  const found = probesOf(design, renderer, experiment.cell(cell), experiment.unit(task, surface)).find(
    ({ id }) => id === probe,
  );
  if (found === undefined) throw new Error(`cell ${cell} has no question ${probe}`);
  const { question, right: hit, wrong: miss } = found;
  const content = `Here is a text. Nothing is to be done; one question about it follows.\n\n${whole}\n\n${letterText({ question, hit, miss, order })}`;
  return { kind: "chat", messages: [{ role: "user", content }] };
}

function letterForm({ order }: RewardTrial): ReturnType<typeof yesNo> {
  const { hit, miss } = lettersOf(order);
  return yesNo(letterSpellings(hit), letterSpellings(miss));
}

/** What the model said last, with its calls, on one line. */
function lastWords({ messages }: Played): string {
  const last = messages.findLast(({ role }) => role === "assistant");
  if (last?.role !== "assistant") return "";
  const calls = (last.toolCalls ?? []).map((call) => `${call.name}(${argumentsText(call)})`);
  return shown([last.content ?? "", ...calls].join(" "), 400);
}
