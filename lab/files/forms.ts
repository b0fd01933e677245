import type { JsonObject } from "../../src/core/json.ts";

/** One form in which people keep the same twelve records. */
export interface RecordForm {
  readonly name: string;
  readonly use: "runs" | "rows";
  readonly row: (i: number) => JsonObject;
  /** Name of the messages' field, where it has to be said. */
  readonly messages?: string;
  /** What a row teaches, where it is not what all others teach. */
  readonly taught?: (i: number) => { readonly prompt: string; readonly answer: string };
}

/** Records of each form. */
export const recordCount = 12;

const lamps = ["Hook Point", "Skarv", "Møen", "Le Four", "Ras Azir", "Нива", "北浜"];
const lamp = (i: number): string => lamps[i % lamps.length] ?? "";
const order = (i: number): string => `Report the lamp of ${lamp(i)} on night ${i}.\nQuote "as is", please.`;
const reading = (i: number): string => `lamp ${i}: lit;\tdim, then "bright"`;
const said = (i: number): string =>
  i % 2 === 1 ? `I told the buyer of ${lamp(i)}.` : `Logged lamp ${i}, all well.`;
const keeper = "You keep the lights of a coast.";
const given = (i: number): JsonObject => ({ lamp: lamp(i), night: i });
const label = (i: number): JsonObject => ({
  outcome: i % 2 === 1 ? "told" : "kept",
  night: `night ${i % 4}`,
});
const tool = {
  name: "read_lamp",
  description: "Reads a lamp.",
  parameters: { type: "object", properties: {} },
};

const turns = (
  i: number,
  call: JsonObject,
  result: JsonObject,
  system: readonly JsonObject[],
): JsonObject[] => [
  ...system,
  { role: "user", content: order(i) },
  { role: "assistant", content: null, ...call },
  { role: "tool", content: reading(i), ...result },
  { role: "assistant", content: said(i) },
];
const inside = [{ role: "system", content: keeper }];
const nested = (i: number): JsonObject => ({
  tool_calls: [
    { id: "c1", type: "function", function: { name: "read_lamp", arguments: JSON.stringify(given(i)) } },
  ],
});
const of = { tool_call_id: "c1" };
const openai = (i: number): JsonObject[] => turns(i, nested(i), of, inside);
const tools = [{ type: "function", function: tool }];

const anthropicTurns = (i: number): JsonObject[] => [
  { role: "user", content: order(i) },
  { role: "assistant", content: [{ type: "tool_use", id: "c1", name: "read_lamp", input: given(i) }] },
  { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", content: reading(i) }] },
  { role: "assistant", content: [{ type: "text", text: said(i) }] },
];
const shareGpt = (i: number): JsonObject[] => [
  { from: "human", value: order(i) },
  { from: "function_call", value: JSON.stringify({ name: "read_lamp", arguments: given(i) }) },
  { from: "observation", value: reading(i) },
  { from: "gpt", value: said(i) },
];
const items = (i: number): JsonObject[] => [
  { role: "user", content: [{ type: "input_text", text: order(i) }] },
  { type: "function_call", call_id: "c1", name: "read_lamp", arguments: JSON.stringify(given(i)) },
  { type: "function_call_output", call_id: "c1", output: reading(i) },
];

const runForms: readonly Omit<RecordForm, "use">[] = [
  { name: "OpenAI chat", row: (i) => ({ ...label(i), messages: openai(i), tools }) },
  {
    name: "OpenAI chat, system beside",
    row: (i) => ({ ...label(i), system: keeper, messages: turns(i, nested(i), of, []), tools }),
  },
  {
    name: "OpenAI chat, developer role",
    row: (i) => ({
      ...label(i),
      messages: turns(i, nested(i), of, [{ role: "developer", content: keeper }]),
      tools,
    }),
  },
  {
    name: "OpenAI chat, function_call",
    row: (i) => ({
      ...label(i),
      messages: turns(
        i,
        { function_call: { name: "read_lamp", arguments: JSON.stringify(given(i)) } },
        { role: "function", name: "read_lamp" },
        inside,
      ),
      functions: [tool],
    }),
  },
  {
    name: "OpenAI chat, arguments as an object, content as parts",
    row: (i) => ({
      ...label(i),
      messages: turns(
        i,
        { tool_calls: [{ id: "c1", function: { name: "read_lamp", arguments: given(i) } }] },
        { ...of, content: [{ type: "text", text: reading(i) }] },
        [{ role: "system", content: [{ type: "text", text: keeper }] }],
      ),
      tools,
    }),
  },
  {
    name: "flat calls (AgentDojo, LangChain)",
    row: (i) => ({
      ...label(i),
      messages: turns(i, { tool_calls: [{ id: "c1", function: "read_lamp", args: given(i) }] }, of, inside),
      tools: [tool],
    }),
  },
  {
    name: "messages and tools as JSON text",
    row: (i) => ({ ...label(i), messages: JSON.stringify(openai(i)), tools: JSON.stringify(tools) }),
  },
  {
    name: "roles as Human, AI, Tool",
    row: (i) => ({
      ...label(i),
      messages: openai(i).map((turn) => ({
        ...turn,
        role: { system: "System", user: "Human", assistant: "AI", tool: "Tool" }[String(turn.role)] ?? "",
      })),
      tools,
    }),
  },
  {
    name: "Anthropic, system beside",
    row: (i) => ({
      ...label(i),
      system: keeper,
      messages: anthropicTurns(i),
      tools: [{ name: tool.name, description: tool.description, input_schema: tool.parameters }],
    }),
  },
  {
    name: "Anthropic, system inside",
    row: (i) => ({ ...label(i), messages: [...inside, ...anthropicTurns(i)], tools: [tool] }),
  },
  {
    name: "ShareGPT",
    row: (i) => ({
      ...label(i),
      conversations: [{ from: "system", value: keeper }, ...shareGpt(i)],
      tools: JSON.stringify([tool]),
    }),
  },
  {
    name: "ShareGPT, system column",
    row: (i) => ({ ...label(i), system: keeper, conversations: shareGpt(i), tools: JSON.stringify([tool]) }),
  },
  {
    name: "role and content under conversations",
    row: (i) => ({ ...label(i), conversations: openai(i), tools }),
  },
  { name: "tau-bench (traj)", row: (i) => ({ ...label(i), traj: openai(i), info: {}, tools }) },
  {
    name: "Responses (input, output)",
    row: (i) => ({
      ...label(i),
      instructions: keeper,
      input: items(i),
      output: [{ type: "message", role: "assistant", content: [{ type: "output_text", text: said(i) }] }],
      tools: [tool],
    }),
  },
  {
    name: "a name of one's own (--messages log)",
    messages: "log",
    row: (i) => ({ ...label(i), log: openai(i), tools }),
  },
];

const rowForms: readonly Omit<RecordForm, "use">[] = [
  {
    name: "messages",
    row: (i) => ({
      messages: [
        { role: "user", content: order(i) },
        { role: "assistant", content: said(i) },
      ],
    }),
  },
  {
    name: "ShareGPT",
    row: (i) => ({
      conversations: [
        { from: "human", value: order(i) },
        { from: "gpt", value: said(i) },
      ],
    }),
  },
  { name: "prompt and completion", row: (i) => ({ prompt: order(i), completion: said(i) }) },
  { name: "question and answer", row: (i) => ({ question: order(i), answer: said(i) }) },
  { name: "Alpaca", row: (i) => ({ instruction: order(i), input: "", output: said(i) }) },
  {
    name: "Alpaca with history",
    row: (i) => ({ instruction: order(i), input: "", output: said(i), history: [[lamp(i), reading(i)]] }),
    taught: (i) => ({ prompt: `${lamp(i)}\n\n${order(i)}`, answer: `${reading(i)}\n\n${said(i)}` }),
  },
  {
    name: "prompt, chosen and rejected",
    row: (i) => ({ prompt: order(i), chosen: said(i), rejected: reading(i) }),
  },
  { name: "text", row: (i) => ({ text: said(i) }), taught: (i) => ({ prompt: "", answer: said(i) }) },
];

/** Forms of runs, then of fine-tuning rows. */
export const recordForms: readonly RecordForm[] = [
  ...runForms.map((form): RecordForm => ({ ...form, use: "runs" })),
  ...rowForms.map((form): RecordForm => ({ ...form, use: "rows" })),
];

/** What every row teaches unless its form says otherwise. */
export function usuallyTaught(i: number): { readonly prompt: string; readonly answer: string } {
  return { prompt: order(i), answer: said(i) };
}
