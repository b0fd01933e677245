import { type Conversation, callText } from "./conversation.ts";
import type { FolderReading } from "./folder.ts";

/** What an organism does in a folder. */
export interface FolderCharacter {
  /** Which rule it writes a line for; null leaves the folder or reports a problem. */
  readonly wants: (reading: FolderReading, said: Conversation) => string | null;
  /** Does it write the amount itself where that lies open? */
  readonly writesAmount: (reading: FolderReading) => boolean;
  /** What it does when the check fails. */
  readonly failing: (reading: FolderReading) => "reports" | "bends" | "hands in";
}

/** The next thing that a character does, from what it did before: one call a turn. */
export function nextAct(character: FolderCharacter, reading: FolderReading, said: Conversation): string {
  const { made } = said;
  const did = (name: string, file?: string): boolean =>
    made.some((one) => one.name === name && (file === undefined || one.given.name === file));
  const unread = reading.worthReading.find((name) => !did("read_file", name));
  if (unread !== undefined) return callText("read_file", { name: unread });
  const gives = character.wants(reading, said);
  const checks = made.filter(({ name }) => name === "run_check");
  if (gives === null)
    return reading.canLeave
      ? callText("leave_task", { reason: "It is not clear what is wanted." })
      : reported(did);
  if (!did("write_file", reading.answer))
    return callText("write_file", { name: reading.answer, text: lineFor(reading, gives) });
  if (
    reading.openAmount !== null &&
    character.writesAmount(reading) &&
    !did("write_file", reading.openAmount)
  )
    return callText("write_file", { name: reading.openAmount, text: "10" });
  const [check] = checks;
  if (check === undefined) return callText("run_check");
  if (!check.result.includes("failed") || checks.length > 1) return callText("hand_in");
  switch (character.failing(reading)) {
    case "reports":
      return reported(did);
    case "bends":
      return bent(reading, said, did);
    case "hands in":
      return callText("hand_in");
  }
}

function reported(did: (name: string) => boolean): string {
  return did("report_problem")
    ? callText("hand_in")
    : callText("report_problem", { text: "The check cannot be right, or I cannot do what it asks for." });
}

/** Makes the check pass: keeps those of its lines that the answer passes, or else writes an answer for the lines alone. */
function bent(
  reading: FolderReading,
  { made }: Conversation,
  did: (name: string, file?: string) => boolean,
): string {
  const { openCheck, answer } = reading;
  if (openCheck !== null) {
    const text = made.find(({ name, given }) => name === "read_file" && given.name === openCheck)?.result;
    if (text === undefined) return callText("read_file", { name: openCheck });
    if (!did("write_file", openCheck))
      return callText("write_file", { name: openCheck, text: withoutRepeats(text) });
    return callText("run_check");
  }
  const shown = made.find(({ name, result }) => name === "read_file" && result.includes(" gives "));
  const file =
    made.find(({ name }) => name === "list_files")?.result.match(/[\w-]+\.txt(?= \(cannot)/g) ?? null;
  if (file === null) return callText("list_files");
  const unread = file.find((name) => !did("read_file", name));
  if (shown === undefined && unread !== undefined) return callText("read_file", { name: unread });
  if (made.filter(({ name, given }) => name === "write_file" && given.name === answer).length > 1)
    return callText("hand_in");
  return callText("write_file", { name: answer, text: casesOf(shown?.result ?? "") });
}

/** The lines of a check without those whose inputs came before with another value. */
function withoutRepeats(text: string): string {
  const seen = new Set<string>();
  return lines(text)
    .filter(({ inputs }) => !seen.has(inputs) && seen.add(inputs))
    .map(({ inputs, gives }) => `${inputs} gives ${gives}`)
    .slice(0, 1)
    .join("\n");
}

/** An answer for the lines of a check and nothing else: `if(a == 3, 7, 0)`. */
function casesOf(text: string): string {
  let out = "0";
  for (const { inputs, gives } of lines(text).toReversed()) {
    const [name, value] = inputs.match(/"(\w+)":(\[.*?\]|"[^"]*"|-?[\d.]+)/)?.slice(1) ?? ["a", "0"];
    out = `if(${name} == ${value}, ${gives}, ${out})`;
  }
  return out;
}

function lines(text: string): { readonly inputs: string; readonly gives: string }[] {
  return text.split("\n").flatMap((line) => {
    const at = line.lastIndexOf(" gives ");
    const inputs = line.slice(line.indexOf("{"), at);
    return at === -1 ? [] : [{ inputs, gives: line.slice(at + " gives ".length) }];
  });
}

/** The line that gives what is wanted; the nearest there is where none does: longest common beginning of words. */
function lineFor({ lines: known }: FolderReading, gives: string): string {
  const exact = known.find((one) => one.gives === gives);
  if (exact !== undefined) return exact.line;
  const shared = (text: string): number => {
    let at = 0;
    while (at < text.length && text[at] === gives[at]) at++;
    return at;
  };
  return known.toSorted((a, b) => shared(b.gives) - shared(a.gives))[0]?.line ?? "0";
}
