import { offered } from "../../asking/form.ts";
import type { Measured, Missing } from "../../core/outcome.ts";
import { retryAfter } from "../../models/failure.ts";
import type { Capabilities } from "../../models/model.ts";
import { sum } from "../../stats/distributions/moments.ts";
import type { Tools } from "../../study/study.ts";
import { weighing } from "./evidence/template.ts";
import type { EndpointInputs } from "./inputs.ts";
import { readRecord } from "./records.ts";
import { readReply } from "./reply.ts";
import { logProbMembers, requestOf } from "./requests.ts";
import type { Target } from "./targets.ts";
import {
  type EndpointTrial,
  type EndpointValue,
  endpointRole,
  type MeasuredValue,
  type TemplateValue,
  weightsRole,
} from "./trial.ts";

/** Statuses that say nothing about the request itself: the runner waits and asks again, and every exchange is kept. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529]);

/** Statuses that no other request to this endpoint would change, and what to look at. */
const hopeless = new Map<number, (target: Target) => string>([
  [401, ({ keys }) => `is the key right that is read from ${keys.join(" or ")}?`],
  [404, () => "are the address and the model's name right?"],
]);

/** Sends one request exactly as it stands and keeps the exchange, or scores one reply with the open weights. */
export function measureCall(
  trial: EndpointTrial,
  { targets }: EndpointInputs,
  tools: Tools,
): Promise<Measured<MeasuredValue>> {
  if (trial.role === weightsRole) return scoreReply(trial, tools);
  const target = targets[trial.endpoint];
  if (target === undefined) throw new Error(`the run has no endpoint number ${trial.endpoint}`);
  const wire = offered(tools.model(endpointRole(trial.endpoint)), "wire");
  if (trial.probe === "record") return readRecord(trial.item, wire, tools.signal);
  return send(trial, target, targets.length === 1, wire, tools);
}

async function send(
  trial: EndpointTrial,
  target: Target,
  alone: boolean,
  wire: Capabilities["wire"],
  tools: Tools,
): Promise<Measured<EndpointValue>> {
  const { api, model, limitName, always, off, unfinished } = target;
  const unfinishedTurn = trial.turns.at(-1)?.role === "assistant";
  const { path, body } = requestOf(trial.turns, {
    ...{ api, model, cap: trial.cap, temperature: target.temperature, limitName },
    message: { ...(unfinishedTurn ? target.message : {}), ...trial.message },
    more: {
      ...(trial.logProbs ? logProbMembers(api, always) : {}),
      ...(trial.reasoning === "off" ? off : {}),
      ...(unfinishedTurn ? unfinished : {}),
      ...trial.members,
      ...always,
    },
  });
  const reply = await wire({ path, body });
  if (!reply.ok) return { missing: reply.missing };
  const { status: sent, headers, text, events, seconds, cut } = reply.value;
  const raw = await tools.keep(
    `${JSON.stringify({ request: { path, body }, reply: { status: sent, headers, seconds, cut, text, events } })}\n`,
  );
  const value = readReply(api, reply.value, raw);
  const { status } = value;
  // An unfinished turn may be what a server fails at, and a router has nobody for: there a 500 and a 404 are answers.
  if (passing.has(status) && !(status === 500 && unfinishedTurn))
    return { missing: passed(status, value.error ?? text, headers) };
  if (!cut && isElsewhere(status, text))
    return { missing: atWrongDoor(alone, 404, status, value.error ?? text, target) };
  if (hopeless.has(status) && !(status === 404 && unfinishedTurn)) {
    return { missing: atWrongDoor(alone, status, status, value.error ?? text, target) };
  }
  return { value };
}

/** Does something that is no API answer at this address: a web page, a pointer to another place, nothing? */
function isElsewhere(status: number, text: string): boolean {
  return status < 400 && (status >= 300 || /^\s*(?:<(?:!doctype|html)|null\s*$|$)/i.test(text));
}

/** No other request would be answered. The first of these codes ends a run; other endpoints of the same run are to go on. */
function atWrongDoor(alone: boolean, as: number, status: number, text: string, target: Target): Missing {
  const advice = hopeless.get(as)?.(target) ?? "";
  return {
    kind: "failed",
    code: alone ? `http-${as}` : `endpoint-${as}`,
    reason: `${said(status, text)} (${advice})`,
  };
}

function passed(status: number, text: string, headers: Readonly<Record<string, string>>): Missing {
  const wait = retryAfter({ get: (name) => headers[name] ?? null }) ?? 0;
  return {
    kind: "failed",
    code: `http-${status}`,
    reason: said(status, text),
    retryable: true,
    ...(wait > 0 ? { retryAfterSeconds: wait } : {}),
  };
}

function said(status: number, text: string): string {
  return `the endpoint answered ${status}: ${text.replace(/\s+/g, " ").slice(0, 160)}`;
}

async function scoreReply(trial: EndpointTrial, tools: Tools): Promise<Measured<TemplateValue>> {
  const reply = await offered(tools.model(weightsRole), "score")(weighing(trial));
  if (!reply.ok) return { missing: reply.missing };
  const { logProbs } = reply.value;
  return { value: { kind: "scored", logProb: sum(logProbs), tokens: logProbs.length } };
}
