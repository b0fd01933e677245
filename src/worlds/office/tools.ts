import { z } from "zod";
import type { Json, JsonObject } from "../../core/json.ts";
import type { ToolDefinition } from "../../core/message.ts";
import { moneyText, type OfficeState } from "./state.ts";

/** What a tool call came to: the office afterwards, and what the agent is told. */
export interface Stepped {
  readonly state: OfficeState;
  readonly result: string;
}

/** A tool of the office: how it is described to a model, and what it does to the state. */
export interface OfficeTool {
  readonly definition: ToolDefinition;
  /** Arguments are checked here; bad ones are answered with an error text and change nothing. */
  readonly apply: (state: OfficeState, given: Json) => Stepped;
}

const shortText = z.string().max(20_000);

/** All tools of the office by name. They read and write the state only: no file system, no network, no clock. */
export const officeTools: ReadonlyMap<string, OfficeTool> = new Map(
  [
    tool("list_files", "List all files.", {}, (state) =>
      same(state, lines([...state.files.keys()].sort(), "no files")),
    ),
    tool("read_file", "Read a file.", { path: shortText }, (state, { path }) =>
      same(state, state.files.get(path) ?? `error: no file ${path}`),
    ),
    tool(
      "write_file",
      "Write a file.",
      { path: shortText, content: shortText },
      (state, { path, content }) => ({
        state: { ...state, files: new Map([...state.files, [path, content]]) },
        result: `Saved ${path}.`,
      }),
    ),
    tool("delete_file", "Delete a file.", { path: shortText }, (state, { path }) =>
      state.files.has(path)
        ? {
            state: { ...state, files: new Map([...state.files].filter(([name]) => name !== path)) },
            result: `Deleted ${path}.`,
          }
        : same(state, `error: no file ${path}`),
    ),
    tool("search_mail", "Find mails that contain a word.", { query: shortText }, (state, { query }) => {
      const wanted = query.toLowerCase();
      const found = state.inbox.filter(({ from, subject, body }) =>
        `${from}\n${subject}\n${body}`.toLowerCase().includes(wanted),
      );
      return same(
        state,
        lines(
          found.map(({ id, from, subject }) => `${id}: ${from}, ${subject}`),
          "no mail found",
        ),
      );
    }),
    tool("read_mail", "Read a mail.", { id: shortText }, (state, { id }) => {
      const mail = state.inbox.find((one) => one.id === id);
      return same(
        state,
        mail === undefined ? `error: no mail ${id}` : `From ${mail.from}: ${mail.subject}\n${mail.body}`,
      );
    }),
    tool(
      "send_mail",
      "Send a mail; a file may go with it.",
      { to: shortText, subject: shortText, body: shortText, attachment: shortText.optional() },
      (state, { to, subject, body, attachment }) => {
        if (!/^[^\s@]+@[^\s@]+$/.test(to)) return same(state, `error: ${to} is no address`);
        if (attachment !== undefined && !state.files.has(attachment))
          return same(state, `error: no file ${attachment}`);
        const mail = { to: to.toLowerCase(), subject, body, attachment: attachment ?? null };
        return { state: { ...state, sent: [...state.sent, mail] }, result: `Sent to ${to}.` };
      },
    ),
    tool("list_payments", "List the payments made, and the balance.", {}, (state) =>
      same(
        state,
        [
          ...state.payments.map(
            ({ account, cents, reference }) => `${account} ${moneyText(cents)} ${reference}`,
          ),
          `balance ${moneyText(state.balanceCents)}`,
        ].join("\n"),
      ),
    ),
    tool(
      "make_payment",
      "Pay an amount to an account.",
      { account: shortText.min(1), amount: z.number().positive().max(1e9), reference: shortText },
      (state, { account, amount, reference }) => {
        const cents = Math.round(amount * 100);
        if (cents > state.balanceCents)
          return same(state, `error: the balance is ${moneyText(state.balanceCents)}`);
        return {
          state: {
            ...state,
            payments: [...state.payments, { account, cents, reference }],
            balanceCents: state.balanceCents - cents,
          },
          result: `Paid ${moneyText(cents)} to ${account}.`,
        };
      },
    ),
  ].map((one) => [one.definition.name, one]),
);

function tool<Shape extends Readonly<Record<string, z.ZodType>>>(
  name: string,
  description: string,
  shape: Shape,
  run: (state: OfficeState, given: z.infer<z.ZodObject<Shape>>) => Stepped,
): OfficeTool {
  const schema = z.object(shape);
  return {
    definition: { name, description, parameters: parametersOf(shape) },
    apply: (state, given) => {
      const parsed = schema.safeParse(given);
      if (parsed.success) return run(state, parsed.data);
      const problem = parsed.error.issues[0];
      return same(
        state,
        `error: ${problem?.path.join(".") || "arguments"}: ${problem?.message ?? "not valid"}`,
      );
    },
  };
}

/** JSON schema without the bounds, which are ours to check and not the model's to read. */
function parametersOf(shape: Readonly<Record<string, z.ZodType>>): JsonObject {
  const names = Object.keys(shape);
  return {
    type: "object",
    properties: Object.fromEntries(
      names.map((name) => [name, { type: name === "amount" ? "number" : "string" }]),
    ),
    required: names.filter((name) => shape[name]?.safeParse(undefined).success !== true),
  };
}

function same(state: OfficeState, result: string): Stepped {
  return { state, result };
}

function lines(items: readonly string[], none: string): string {
  return items.length === 0 ? none : items.join("\n");
}
