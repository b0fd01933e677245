import type { Asked } from "../../asking/form.ts";
import { nextTurn } from "../../asking/turn.ts";
import type { AgentRun } from "../../core/message.ts";
import type { Measured, Missing } from "../../core/outcome.ts";
import type { Model } from "../../models/model.ts";
import { random } from "../../stats/distributions/random.ts";
import { type OfficeAgent, officeToolDefinitions, playOffice } from "../../worlds/office/play.ts";
import { officeCase, playedRun } from "../../worlds/office/runs.ts";
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
  const made = officeCase(random(`office ${seed}`).fork(`run ${number}`), number, true);
  let turn = 0;
  let missing: Missing | null = null;
  const agent: OfficeAgent = async (messages, tools) => {
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
  const played = await playOffice(made.start, agent, turns);
  if (missing !== null) return { missing };
  const id = `office-${seed}-${String(number + 1).padStart(3, "0")}`;
  const meta = { author: model.identity.name, onPolicy: true, ended: played.ended, turns, number };
  return { value: playedRun(made, played, { id, seed, meta }) };
}
