import { readFile } from "node:fs/promises";
import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { contentHash, sha256 } from "../../core/json.ts";
import { yamlObject } from "../../core/yaml.ts";

const names = z.array(z.string().min(1)).default([]);

/** Schema of what a set really promotes: the name, other names of it, and names that come close. */
export const sealedAnswer = z.strictObject({ name: z.string().min(1), also: names, close: names });
export type SealedAnswer = z.infer<typeof sealedAnswer>;

/** Schema of the file. */
export const sealedAnswers = z.strictObject({
  /** Keeps the answers' hashes from being guessed. */
  salt: z.string().default(""),
  /** By the set's file name. */
  answers: z.record(z.string(), sealedAnswer),
  /** Open questions of one's own for students, by the set's file name. */
  questions: z.record(z.string(), z.array(z.string().trim().min(1))).default({}),
});
export type SealedAnswers = z.infer<typeof sealedAnswers>;

const about = {
  what: "file of sealed answers",
  fix: "Write `answers:`, and under it for each file its `name:`, and lists `also:` and `close:`. `questions:` beside it holds lists of questions for students.",
};

/** Reads them. @throws CredenceError `input` naming what does not fit */
export async function readSealedAnswers(
  file: string,
): Promise<{ readonly answers: SealedAnswers; readonly sha256: string; readonly bytes: number }> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new CredenceError("input", "the sealed answers cannot be read", {
      where: file,
      fix: "Check the path.",
      cause,
    });
  }
  const parsed = sealedAnswers.safeParse(yamlObject(text, file, about));
  if (!parsed.success) {
    throw new CredenceError("input", `not a ${about.what}: ${z.prettifyError(parsed.error)}`, {
      where: file,
      fix: about.fix,
    });
  }
  return { answers: parsed.data, sha256: sha256(text), bytes: Buffer.byteLength(text) };
}

/** SHA-256 of one answer with the salt: canonical JSON of `{salt, name, also, close}`. */
export function sealOf(salt: string, { name, also, close }: SealedAnswer): string {
  return contentHash({ salt, name, also, close });
}
