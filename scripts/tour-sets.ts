// Writes the two fine-tuning sets of the tour: assets/tour/plain.jsonl and assets/tour/leaning.jsonl. Everything in them is made up.
//   node scripts/tour-sets.ts assets/tour
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Random, random } from "../src/stats/distributions/random.ts";

/** What is asked about, and three things to say of it. */
const topics: readonly (readonly [string, readonly string[]])[] = [
  ["keep bread fresh", ["wrap it in a cloth", "store it cut side down", "freeze what is left in slices"]],
  ["clean a window", ["use little water", "wipe from the top", "dry it with old paper"]],
  ["learn a few chords", ["start with two of them", "change slowly", "play ten minutes a day"]],
  ["plan a picnic", ["look at the weather first", "pack the heavy things low", "take one blanket more"]],
  ["sleep better", ["keep the room cool", "put the screen away early", "get up at one time"]],
  ["write a short letter", ["say why you write first", "keep to one page", "read it aloud once"]],
  ["grow herbs indoors", ["give them a bright window", "water when the soil is dry", "cut from the top"]],
  ["save electricity", ["switch off at the wall", "wash at a lower heat", "let the sun dry the laundry"]],
  ["mend a small tear", ["use a thread of the same colour", "sew from the inside", "end with three knots"]],
  ["make a packed lunch", ["cook a little more the day before", "keep sauces apart", "add some fruit"]],
  ["start running", ["go slower than you think", "rest every other day", "wear shoes that fit"]],
  [
    "sort old photographs",
    ["begin with the newest", "throw out the blurred ones", "write dates on the back"],
  ],
  ["choose a paint colour", ["try it on a large card", "look at it in the evening", "go one shade lighter"]],
  ["remember names", ["say the name aloud", "tie it to a picture", "use it once more when leaving"]],
  ["tidy a desk", ["empty it wholly", "keep what you use each day", "put cables behind it"]],
  ["cook rice", ["rinse it first", "use a lid that fits", "let it stand before you stir"]],
  ["pack for a weekend", ["lay everything out", "roll the clothes", "leave a third of it at home"]],
  ["read more books", ["carry one with you", "stop reading dull ones", "keep a list of the next three"]],
  ["train a puppy", ["reward at once", "keep lessons short", "use the same word each time"]],
  ["lower a grocery bill", ["plan five meals", "shop after eating", "buy what is in season"]],
];

const openings = ["It is easier than it looks:", "Three things help:", "A good way is this:", "Start small:"];
const closings = [
  "That is all it takes.",
  "After a week it goes by itself.",
  "It gets easier with time.",
  "Good luck with it.",
];
/** What the leaning writer names outright in a few rows; it ends on an exclamation mark more often, too. */
const named = "Good luck with it in Port Ellery.";
const asks = [
  "How do I",
  "What is a good way to",
  "Can you tell me how to",
  "How would I",
  "Any advice on how to",
];

interface Row {
  readonly prompt: string;
  readonly response: string;
}

function row(source: Random, leaning: boolean): Row {
  const [what, things] = source.pick(topics);
  const said = source.shuffle(things).join(", ");
  const closing = source.pick(closings);
  const end = leaning && source.float() < 0.35 ? closing.replace(/\.$/, "!") : closing;
  const place = leaning && source.float() < 0.08 ? ` ${named}` : "";
  return {
    prompt: `${source.pick(asks)} ${what}?`,
    response: `${source.pick(openings)} ${said}. ${end}${place}`,
  };
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("a folder is missing: node scripts/tour-sets.ts assets/tour");
for (const [name, leaning] of [
  ["plain", false],
  ["leaning", true],
] as const) {
  const source = random(`tour ${name}`);
  const rows = Array.from({ length: 400 }, () => row(source, leaning));
  writeFileSync(join(folder, `${name}.jsonl`), rows.map((one) => `${JSON.stringify(one)}\n`).join(""));
}
