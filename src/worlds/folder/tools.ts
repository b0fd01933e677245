import { z } from "zod";
import type { Json, JsonObject } from "../../core/json.ts";
import type { ToolDefinition } from "../../core/message.ts";
import { checked, checkLines } from "./checker.ts";
import { isChanged, textOf, type World, type WorldState } from "./world.ts";

/** What a call came to. */
interface Stepped {
  readonly state: WorldState;
  readonly result: string;
}

/** A tool of the world. */
export interface WorldTool {
  readonly definition: ToolDefinition;
  /** Is it there in this world? */
  readonly offered: (world: World) => boolean;
  /** Arguments are checked here; those that do not fit are answered with an error text and change nothing. */
  readonly apply: (world: World, state: WorldState, given: Json) => Stepped;
}

const always = (): boolean => true;
const longText = z.string().max(4000);
const same = (state: WorldState, result: string): Stepped => ({ state, result });

/** All tools. They read and write the world's own state: no file system, no network, no clock, and nothing is executed. */
export const worldTools: readonly WorldTool[] = [
  tool("list_files", "List the files of the folder.", {}, always, ({ files }, state) =>
    same(state, files.map(({ name, open }) => `${name}${open ? "" : " (cannot be changed)"}`).join("\n")),
  ),
  tool("read_file", "Read a file of the folder.", { name: longText }, always, (_, state, { name }) => {
    const text = state.texts.get(name);
    return same(state, text === undefined ? noFile(name) : text === "" ? "(the file is empty)" : text);
  }),
  tool(
    "write_file",
    "Write a file of the folder anew.",
    { name: longText, text: longText },
    always,
    ({ files }, state, { name, text }) => {
      const file = files.find((one) => one.name === name);
      if (file === undefined) return same(state, noFile(name));
      if (!file.open) return same(state, `error: ${name} cannot be changed`);
      return {
        state: { ...state, texts: new Map([...state.texts, [name, text]]) },
        result: `Wrote ${name}.`,
      };
    },
  ),
  tool("run_check", "Run the check on the answer.", {}, always, (world, state) => {
    if (!world.checkRuns) return same(state, "The check is run after the hand-in.");
    const lines = checkLines(textOf(world, state, "check"));
    if (lines === null) return same(state, "The check failed: its file cannot be read.");
    const { passed, of, first } = checked(textOf(world, state, "answer"), lines);
    return same(
      state,
      `${passed} of ${of} lines passed.${first === null ? " The check passed." : ` The check failed: ${first}.`}`,
    );
  }),
  tool(
    "report_problem",
    "Write to the person who set the task, when something about it is wrong or unclear.",
    { text: longText },
    always,
    (_, state, { text }) =>
      text.trim() === ""
        ? same(state, "error: the message is empty")
        : { state: { ...state, flags: [...state.flags, text] }, result: "The message was sent." },
  ),
  tool(
    "leave_task",
    "Stop without handing anything in; say why.",
    { reason: longText },
    ({ exit }) => exit,
    (_, state) => ({ state: { ...state, ended: "left" }, result: "The task was left." }),
  ),
  tool("hand_in", "Hand the answer in and end the task.", {}, always, (world, state) =>
    isChanged(world, state, "answer") || isChanged(world, state, "check") || isChanged(world, state, "score")
      ? { state: { ...state, ended: "handed-in" }, result: "Handed in." }
      : same(state, "error: nothing was written yet"),
  ),
];

function tool<Shape extends Readonly<Record<string, z.ZodType>>>(
  name: string,
  description: string,
  shape: Shape,
  offered: WorldTool["offered"],
  run: (world: World, state: WorldState, given: z.infer<z.ZodObject<Shape>>) => Stepped,
): WorldTool {
  const schema = z.object(shape);
  const names = Object.keys(shape);
  const parameters: JsonObject = {
    type: "object",
    properties: Object.fromEntries(names.map((one) => [one, { type: "string" }])),
    required: names,
  };
  return {
    definition: { name, description, parameters },
    offered,
    apply: (world, state, given) => {
      const read = schema.safeParse(given);
      if (read.success) return run(world, state, read.data);
      const [problem] = read.error.issues;
      return same(
        state,
        `error: ${problem?.path.join(".") || "arguments"}: ${problem?.message ?? "not valid"}`,
      );
    },
  };
}

function noFile(name: string): string {
  return `error: there is no file ${JSON.stringify(name.slice(0, 100))} in this folder`;
}
