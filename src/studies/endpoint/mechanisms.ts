import type { Emulation } from "./conversation.ts";

/** What a server may do with an unfinished assistant turn, beside refusing it. */
export const mechanisms = ["TRUE", "CLOSED", "CONT", "INSTR", "FLIP", "DROP", "FAKE-ECHO", "OTHER"] as const;
export type Mechanism = (typeof mechanisms)[number];

/** One mechanism for a reader, and where its likelihood comes from. */
export interface MechanismAbout {
  readonly what: string;
  readonly likelihood: string;
  /** Before any evidence. */
  readonly prior: number;
  /** The open emulation whose replies foretell those of this mechanism. */
  readonly control: Emulation | null;
  /**
   * The turns that a template would be given: those that were sent, with the last one open or closed, or an emulation of them; null where
   * that is not known, or the same as another's.
   */
  readonly rendered: "open" | "closed" | Emulation | null;
}

const open = (what: string): string => `replies to the same, sent openly: ${what}`;

/** All of them. */
export const mechanismAbout: Readonly<Record<Mechanism, MechanismAbout>> = {
  TRUE: {
    what: "the turn is left open and continued",
    likelihood:
      "declared: a language model goes on with what stands there; no open way to send an unfinished turn",
    prior: 0.5,
    control: null,
    rendered: "open",
  },
  CLOSED: {
    what: "the turn is ended and a new one begun",
    likelihood:
      'how often the model goes on after an ended turn and "Continue.", nearest of what can be sent openly; what else it does is left open',
    prior: 0.1,
    control: "cont",
    rendered: "closed",
  },
  CONT: {
    what: 'the turn is ended and a hidden user turn such as "continue" follows',
    likelihood: open('the ended turn and "Continue."'),
    prior: 0.08,
    control: "cont",
    rendered: "cont",
  },
  INSTR: {
    what: "the prefill becomes an instruction to begin with it, and is taken off the reply",
    likelihood: open("an instruction to begin with the prefill"),
    prior: 0.08,
    control: "instr",
    rendered: "instr",
  },
  FLIP: {
    what: "the turn is passed on as the user's",
    likelihood: open("the prefill as a second user turn"),
    prior: 0.06,
    control: "flip",
    rendered: "flip",
  },
  DROP: {
    what: "the turn is thrown away",
    likelihood: open("the question alone"),
    prior: 0.07,
    control: "drop",
    rendered: "drop",
  },
  "FAKE-ECHO": {
    what: "the turn is thrown away, and glued in front of the fresh reply",
    likelihood: open("the question alone, the prefill taken off the reply"),
    prior: 0.06,
    control: "drop",
    rendered: null,
  },
  OTHER: {
    what: "something else",
    likelihood: "every outcome as likely as the next",
    prior: 0.05,
    control: null,
    rendered: null,
  },
};

/** Mechanism → value, for all of them. */
export function byMechanism<Value>(of: (mechanism: Mechanism) => Value): Record<Mechanism, Value> {
  return {
    TRUE: of("TRUE"),
    CLOSED: of("CLOSED"),
    CONT: of("CONT"),
    INSTR: of("INSTR"),
    FLIP: of("FLIP"),
    DROP: of("DROP"),
    "FAKE-ECHO": of("FAKE-ECHO"),
    OTHER: of("OTHER"),
  };
}

/** Those that fake. */
export const fakes: readonly Mechanism[] = mechanisms.filter((name) => name !== "TRUE");
