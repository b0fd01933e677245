import { CredenceError } from "../../core/error.ts";
import { sha256 } from "../../core/json.ts";
import type { Model } from "../model.ts";
import { type ScriptedHandler, scripted } from "./index.ts";
import { deskOrganisms } from "./organisms/desk-reply.ts";
import { organisms } from "./organisms/index.ts";

/** Scripted models that can be named on the command line. */
const handlers: Readonly<Record<string, ScriptedHandler>> = {
  /** Answers by the hash of the request: knows nothing, always the same. */
  coin: (body) => {
    const p = 0.02 + 0.96 * (Number.parseInt(sha256(body).slice(0, 8), 16) / 2 ** 32);
    return {
      next: { yes: p, no: 1 - p },
      text: String(Math.floor(p * 11)),
      usage: { input: Math.ceil(body.length / 4), output: 1 },
    };
  },
  /** Always as likely yes as no. */
  even: (body) => ({
    next: { yes: 0.5, no: 0.5 },
    text: "5",
    usage: { input: Math.ceil(body.length / 4), output: 1 },
  }),
};

/**
 * Opens a built-in scripted model.
 *
 * @throws CredenceError `usage` listing those there are
 */
export function openScripted(name: string): Model {
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  const organism = organisms.find((one) => one.name === name);
  const desk = deskOrganisms.find((one) => one.name === name);
  if (handler !== undefined) return scripted(name, handler);
  if (organism !== undefined) return scripted(name, organism.handler);
  if (desk !== undefined) return scripted(name, desk.begin());
  throw new CredenceError("usage", `no scripted model is called '${name}'`, {
    fix: `There are ${[...Object.keys(handlers), ...[...organisms, ...deskOrganisms].map((one) => one.name)].join(", ")}; in code, pass your own function to scripted().`,
  });
}
