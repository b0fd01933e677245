import type { Model, OpenOptions } from "./model.ts";
import { parseReference } from "./reference.ts";

/**
 * Opens a model by its reference.
 *
 * @throws CredenceError `usage` or `model`, before anything is spent
 * @example await openModel("smollm2-135m", { env: process.env })
 */
export async function openModel(text: string, options: OpenOptions): Promise<Model> {
  const reference = parseReference(text);
  switch (reference.adapter) {
    case "local": {
      const [{ findModel }, { openLocal }] = await Promise.all([
        import("./catalog.ts"),
        import("./local/index.ts"),
      ]);
      return openLocal(await findModel(reference, options), options);
    }
    case "openai":
      return (await import("./openai/index.ts")).openOpenAI(reference, text, options);
    case "scripted":
      return (await import("./scripted/built-in.ts")).openScripted(reference.name);
    case "anthropic":
      return (await import("./anthropic/index.ts")).openAnthropic(reference, text, options);
  }
}

/**
 * Opens a model without fetching anything; null for one whose file would have to be fetched. What opening refuses, such as an unknown name
 * or a missing key, is refused here too.
 */
export async function openIfHere(text: string, options: OpenOptions): Promise<Model | null> {
  const reference = parseReference(text);
  if (reference.adapter === "local" && reference.kind === "hub") return null;
  if (reference.adapter === "local" && reference.kind === "catalog") {
    const { isHere } = await import("./catalog.ts");
    if (!isHere(reference.name, options)) return null;
  }
  return openModel(text, options);
}
