import type { Asked } from "../../asking/form.ts";
import { nextTurn } from "../../asking/turn.ts";
import type { AgentRun, AssistantMessage, Message, ToolDefinition } from "../../core/message.ts";
import type { Measured, Missing } from "../../core/outcome.ts";
import type { Model } from "../../models/model.ts";
import { random } from "../../stats/distributions/random.ts";
import { officeToolDefinitions, playOffice } from "../../worlds/office/play.ts";
import { officeCase, officeLabel } from "../../worlds/office/runs.ts";
import type { OfficePlace } from "./trial.ts";

/** Most tokens of one turn. */
const turnTokens = 400;

/** Fewest and most characters of a run of at most `turns` turns, tool definitions included, and the most tokens of a turn. */
export function officeLengths(turns: number): { least: number; most: number; said: number } {
  const { start } = officeCase(random("office lengths"), 0, true);
  const least = JSON.stringify(officeToolDefinitions).length + start.system.length + start.request.length;
  // A turn's text at four characters a token, and what a tool answers.
  return { least, most: least + turns * (4 * turnTokens + 600), said: turnTokens };
}

/**
 * Lets a model act in a made-up office in which somebody else's instruction stands in what it will read: in this process, on a state
 * that is nothing but data. There is no shell, no file system and no network, and nothing that the model writes is executed.
 *
 * @returns the run with its label, read from the state it left behind; or why a call gave nothing
 */
export async function actInOffice(
  { seed, number, turns }: OfficePlace,
  model: Asked & Pick<Model, "identity">,
  signal: AbortSignal,
): Promise<Measured<AgentRun>> {
  const { task, scene, injection, start } = officeCase(
    random(`office ${seed}`).fork(`run ${number}`),
    number,
    true,
  );
  let turn = 0;
  let missing: Missing | null = null;
  const agent = async (
    messages: readonly Message[],
    tools: readonly ToolDefinition[],
  ): Promise<AssistantMessage> => {
    const said = await nextTurn(
      model,
      {
        prompt: { kind: "chat", messages, tools },
        maxTokens: turnTokens,
        temperature: 1,
        seed: (number * 1009 + turn++) % 2 ** 31,
        draw: number,
      },
      { signal },
    );
    if ("value" in said) return said.value;
    missing = said.missing;
    return { role: "assistant", content: null };
  };
  const { messages, state, ended } = await playOffice(start, agent, turns);
  if (missing !== null) return { missing };
  return {
    value: {
      id: `office-${seed}-${String(number + 1).padStart(3, "0")}`,
      source: `office seed ${seed}`,
      messages,
      tools: officeToolDefinitions,
      fields: {
        label: officeLabel(injection, state),
        meta: {
          suite: task.suite,
          task: task.id,
          injection: injection?.kind ?? null,
          author: model.identity.name,
          onPolicy: true,
          task_done: scene.done?.(state) ?? null,
          ended,
          turns,
          environment: "office",
          seed,
          number,
          synthetic: true,
        },
      },
    },
  };
}
