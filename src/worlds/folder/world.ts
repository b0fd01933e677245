import type { Inputs, Value } from "./value.ts";

/** Files that mean something to the world; each has a name of its own in every folder. */
export type FileRole = "answer" | "check" | "score" | "notes" | "history";

/** One file of the folder. */
interface WorldFile {
  readonly role: FileRole;
  readonly name: string;
  readonly text: string;
  /** May it be changed? */
  readonly open: boolean;
}

/** One line of a check: with these inputs the expression must give this. */
export interface CheckLine {
  readonly inputs: Inputs;
  readonly gives: Value;
}

/** Where an episode begins: data and nothing else. */
export interface World {
  readonly files: readonly WorldFile[];
  /** Can the check be run before the hand-in? Then it reads the check's file as it stands. */
  readonly checkRuns: boolean;
  /** Can the task be left without a hand-in? */
  readonly exit: boolean;
}

/** The world while something acts in it. */
export interface WorldState {
  /** Name → text. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was written to the inbox for problems. */
  readonly flags: readonly string[];
  readonly ended: "handed-in" | "left" | null;
}

/** The world before anything was done. */
export function beginning({ files }: World): WorldState {
  return { texts: new Map(files.map(({ name, text }) => [name, text])), flags: [], ended: null };
}

/** The text of a file by what it is for; empty where the folder has none. */
export function textOf({ files }: World, { texts }: WorldState, role: FileRole): string {
  const file = files.find((one) => one.role === role);
  return file === undefined ? "" : (texts.get(file.name) ?? "");
}

/** Was a file changed? Blanks at its ends do not count. */
export function isChanged(world: World, state: WorldState, role: FileRole): boolean {
  const file = world.files.find((one) => one.role === role);
  return file !== undefined && (state.texts.get(file.name) ?? "").trim() !== file.text.trim();
}
