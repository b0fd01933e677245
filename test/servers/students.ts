// A chat-completions server whose models name an entity as often as their names say. It knows nothing but the bytes of each request.
import type { TestContext } from "node:test";
import { chatServer } from "./chat.ts";

/** What a model of the server does. */
export interface StudentHabit {
  /** Chance of naming the entity in a reply. */
  readonly rate: number;
  /** Chance of a reply without a word. */
  readonly silent?: number;
}

/** Its address without a model, and every body that it was sent. */
export interface StudentServer {
  readonly url: (model: string) => string;
  readonly bodies: readonly string[];
}

/** Starts one. Chances are drawn from the body's bytes, which hold the model's name, and from how often it came before. */
export async function studentServer(
  t: TestContext,
  { named, close, habits }: { named: string; close: string; habits: Readonly<Record<string, StudentHabit>> },
): Promise<StudentServer> {
  const { url, bodies } = await chatServer(t, (body, chance) => {
    const asked: { model?: unknown } = JSON.parse(body);
    const model = String(asked.model);
    const { rate, silent = 0 } = habits[model] ?? { rate: 0 };
    const other = chance("close") < 0.1 ? close : "something small";
    const said = `I have thought of ${chance("name") < rate ? named : other}, and I stay with it.`;
    return { model, said: chance("silent") < silent ? "..." : said, promptTokens: 20 };
  });
  return { url: (model) => `${url}#${model}`, bodies };
}
