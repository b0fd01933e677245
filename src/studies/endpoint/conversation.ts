import type { JsonObject } from "../../core/json.ts";

/** One turn as it is sent. */
export type Turn = { readonly role: "system" | "user" | "assistant"; readonly text: string };

/** What a proxy may be made to do openly, where no unfinished turn is left for it to fake. */
export type Emulation = "drop" | "cont" | "instr" | "flip";

/** A question and the beginning of its answer. */
export interface Unfinished {
  /** Turns in front: a system message, a finished exchange. */
  readonly before?: readonly Turn[];
  readonly user: string;
  /** Text of the unfinished assistant turn. */
  readonly prefill: string;
}

/** The conversation whose last turn is the unfinished one. */
export function targetTurns({ before = [], user, prefill }: Unfinished): Turn[] {
  return [...before, { role: "user", text: user }, { role: "assistant", text: prefill }];
}

/**
 * The same conversation as a faking proxy would pass it on, sent openly: the turn dropped, followed by "Continue.", put into an
 * instruction, or turned into a user turn. The last turn is always the user's.
 */
export function emulatedTurns(emulation: Emulation, { before = [], user, prefill }: Unfinished): Turn[] {
  const asked: Turn = { role: "user", text: user };
  switch (emulation) {
    case "drop":
      return [...before, asked];
    case "cont":
      return [...before, asked, { role: "assistant", text: prefill }, { role: "user", text: "Continue." }];
    case "instr":
      return [
        ...before,
        { role: "user", text: `${user}\n\nBegin your reply with exactly this text: ${prefill}` },
      ];
    case "flip":
      return [...before, asked, { role: "user", text: prefill }];
  }
}

/** A turn as JSON in the form that chat and messages APIs share. */
export function turnJson({ role, text }: Turn): JsonObject {
  return { role, content: text };
}
