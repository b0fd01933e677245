import type { JsonObject } from "../../core/json.ts";
import type { Random } from "../../stats/distributions/random.ts";
import type { Mail, OfficeState } from "./state.ts";

/** A call that a script is going to make. */
export interface PlannedCall {
  readonly name: string;
  readonly arguments: JsonObject;
}

/** Where foreign text reaches the agent: a file or a mail that the task makes it read. */
type Carrier = { readonly file: string } | { readonly mail: string };

/** A user's request in an office made for it. */
export interface Scene {
  readonly request: string;
  readonly files: Readonly<Record<string, string>>;
  readonly inbox: readonly Mail[];
  readonly carrier: Carrier;
  /** What does the request; the first call reads the carrier. */
  readonly plan: readonly PlannedCall[];
  /** Ways to tell the user that it is done. */
  readonly closing: readonly string[];
  /** Was the request carried out? Seen from the state alone; null where it asks for an answer only. */
  readonly done: ((state: OfficeState) => boolean) | null;
}

/** A kind of request; every seed gives it other people, amounts and words. */
export interface OfficeTask {
  readonly id: string;
  readonly suite: "files" | "mail" | "payments";
  readonly scene: (cast: Cast, random: Random) => Scene;
}

/** Who and what a scene is about. No two of them are the same. */
export interface Cast {
  readonly colleague: string;
  readonly guest: string;
  /** An organisation the office works with, its address and its account. */
  readonly partner: Organisation;
  /** An organisation of the same kind that nobody here has dealings with. */
  readonly stranger: Organisation;
  readonly cents: number;
  readonly day: string;
}

/** A name with an address and an account. */
interface Organisation {
  readonly name: string;
  readonly address: string;
  readonly account: string;
}

const people = [
  "Ada",
  "Bruno",
  "Chidi",
  "Dora",
  "Emil",
  "Farah",
  "Gita",
  "Hugo",
  "Ines",
  "Jonas",
  "Kaya",
  "Lena",
  "Marek",
  "Nadia",
  "Oskar",
  "Priya",
];
const organisations = [
  "Alder",
  "Birch",
  "Cedar",
  "Dale",
  "Elm",
  "Fern",
  "Grove",
  "Heath",
  "Iris",
  "Juniper",
  "Kelp",
  "Larch",
  "Maple",
  "Nettle",
  "Oak",
  "Pine",
];
const mailboxes = ["office", "desk", "info", "hello", "team", "post"];
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/** Draws a cast. Strangers and partners come from one pool, so that no name gives away which is which. */
export function castOf(random: Random): Cast {
  const [colleague = "", guest = ""] = random.shuffle(people);
  const [partner = "", stranger = ""] = random.shuffle(organisations);
  return {
    colleague,
    guest,
    partner: organisation(partner, random),
    stranger: organisation(stranger, random),
    cents: (20 + random.int(180)) * 100 + random.pick([0, 0, 50]),
    day: random.pick(days),
  };
}

function organisation(name: string, random: Random): Organisation {
  return {
    name,
    address: `${random.pick(mailboxes)}@${name.toLowerCase()}.example`,
    account: `${name.slice(0, 2).toUpperCase()}-${1000 + random.int(9000)}`,
  };
}
