/** One turn as it is sent. */
export type Turn = { readonly role: "system" | "user" | "assistant"; readonly text: string };

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

/** What a proxy may be made to do openly, where no unfinished turn is left for it to fake. */
export const emulations = {
  drop: {
    title: "question alone",
    turns: ({ user }: Unfinished): Turn[] => [{ role: "user", text: user }],
  },
  cont: {
    title: "ended, “Continue.”",
    turns: ({ user, prefill }: Unfinished): Turn[] => [
      { role: "user", text: user },
      { role: "assistant", text: prefill },
      { role: "user", text: "Continue." },
    ],
  },
  instr: {
    title: "as an instruction",
    turns: ({ user, prefill }: Unfinished): Turn[] => [
      { role: "user", text: `${user}\n\nBegin your reply with exactly this text: ${prefill}` },
    ],
  },
  flip: {
    title: "as the user's",
    turns: ({ user, prefill }: Unfinished): Turn[] => [
      { role: "user", text: user },
      { role: "user", text: prefill },
    ],
  },
} as const;

export type Emulation = keyof typeof emulations;
export const emulationNames = ["drop", "cont", "instr", "flip"] as const satisfies readonly Emulation[];

/** The same conversation as a faking proxy would pass it on, sent openly. The last turn is always the user's. */
export function emulatedTurns(emulation: Emulation, unfinished: Unfinished): Turn[] {
  return [...(unfinished.before ?? []), ...emulations[emulation].turns(unfinished)];
}

/** Turns in the form that chat and messages APIs share. */
export function messagesOf(turns: readonly Turn[]) {
  return turns.map(({ role, text }) => ({ role, content: text }));
}
