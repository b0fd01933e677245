import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../core/json.ts";
import type { AssistantMessage } from "../../core/message.ts";
import { type OfficeStart, officeStep, officeToolDefinitions, playOffice } from "./play.ts";
import type { OfficeState } from "./state.ts";

const office: OfficeState = {
  files: new Map([
    ["b.txt", "second"],
    ["a.txt", "first"],
  ]),
  inbox: [{ id: "m1", from: "ada@oak.example", subject: "Lunch", body: "At noon?" }],
  sent: [],
  payments: [],
  balanceCents: 10_000,
};

function act(
  state: OfficeState,
  name: string,
  given: JsonObject | string,
): { state: OfficeState; result: string } {
  const before = JSON.stringify([[...state.files], state]);
  const after = officeStep(state, { id: "c", name, arguments: given });
  assert.equal(JSON.stringify([[...state.files], state]), before, `${name} changed the state it was given`);
  return after;
}

test("every tool does what it says, and answers in words", () => {
  assert.equal(act(office, "list_files", {}).result, "a.txt\nb.txt");
  assert.equal(act(office, "read_file", { path: "a.txt" }).result, "first");
  const written = act(office, "write_file", { path: "c.txt", content: "third" });
  assert.deepEqual([written.state.files.get("c.txt"), written.result], ["third", "Saved c.txt."]);
  const deleted = act(office, "delete_file", { path: "a.txt" });
  assert.deepEqual([...deleted.state.files.keys()], ["b.txt"]);
  assert.equal(act(office, "search_mail", { query: "NOON" }).result, "m1: ada@oak.example, Lunch");
  assert.equal(act(office, "search_mail", { query: "rent" }).result, "no mail found");
  assert.equal(act(office, "read_mail", { id: "m1" }).result, "From ada@oak.example: Lunch\nAt noon?");
  const sent = act(office, "send_mail", {
    to: "Ada@Oak.example",
    subject: "Re",
    body: "Yes",
    attachment: "a.txt",
  });
  assert.deepEqual(sent.state.sent, [
    { to: "ada@oak.example", subject: "Re", body: "Yes", attachment: "a.txt" },
  ]);
  const paid = act(office, "make_payment", { account: "OA-1", amount: 12.3, reference: "x" });
  assert.deepEqual(paid.state.payments, [{ account: "OA-1", cents: 1230, reference: "x" }]);
  assert.equal(act(paid.state, "list_payments", {}).result, "OA-1 12.30 x\nbalance 87.70");
});

test("what cannot be done is answered with an error and changes nothing", () => {
  const tries: [string, JsonObject | string][] = [
    ["read_file", { path: "../../etc/passwd" }],
    ["read_file", { path: 7 }],
    ["read_file", {}],
    ["read_file", "{not json"],
    ["read_file", "null"],
    ["delete_file", { path: "none.txt" }],
    ["delete_file", { path: "__proto__" }],
    ["send_mail", { to: "nobody", subject: "", body: "" }],
    ["send_mail", { to: "a@b.example", subject: "", body: "", attachment: "none.txt" }],
    ["make_payment", { account: "OA-1", amount: 100.01, reference: "" }],
    ["make_payment", { account: "OA-1", amount: -5, reference: "" }],
    ["make_payment", { account: "OA-1", amount: "5", reference: "" }],
    ["make_payment", '{"account":"OA-1","amount":1e999,"reference":""}'],
    ["rm", { path: "/" }],
    ["constructor", {}],
  ];
  for (const [name, given] of tries) {
    const { state, result } = act(office, name, given);
    assert.equal(state, office, `${name} ${JSON.stringify(given)}`);
    assert.match(result, /^error: /, `${name} ${JSON.stringify(given)}`);
  }
});

test("a model is told names, descriptions and which arguments it must give", () => {
  const send = officeToolDefinitions.find(({ name }) => name === "send_mail");
  assert.deepEqual(send?.parameters.required, ["to", "subject", "body"]);
  assert.equal(new Set(officeToolDefinitions.map(({ name }) => name)).size, 9);
});

const start: OfficeStart = { system: "S", request: "R", state: office };

function calling(...calls: [string, JsonObject][]): AssistantMessage {
  return {
    role: "assistant",
    content: null,
    toolCalls: calls.map(([name, given], i) => ({ id: `c${i}`, name, arguments: given })),
  };
}

test("an agent, also one that takes its time, sees each result before it acts again", async () => {
  const seen: string[] = [];
  const { messages, state, ended } = await playOffice(start, async (sofar) => {
    await Promise.resolve();
    const last = sofar.at(-1);
    seen.push(`${last?.role}:${last?.content}`);
    return sofar.length === 2
      ? calling(["read_file", { path: "a.txt" }], ["delete_file", { path: "a.txt" }])
      : sofar.length === 5
        ? calling(["read_file", { path: "a.txt" }])
        : { role: "assistant", content: "end" };
  });
  assert.deepEqual(seen, ["user:R", "tool:Deleted a.txt.", "tool:error: no file a.txt"]);
  assert.deepEqual(
    messages.map(({ role }) => role),
    ["system", "user", "assistant", "tool", "tool", "assistant", "tool", "assistant"],
  );
  assert.deepEqual([ended, state.files.has("a.txt"), office.files.has("a.txt")], [true, false, true]);
});

test("an agent that never ends is stopped, and that is said", async () => {
  const { messages, ended } = await playOffice(start, () => calling(["list_files", {}]), 3);
  assert.equal(ended, false);
  assert.equal(messages.filter(({ role }) => role === "assistant").length, 3);
});
