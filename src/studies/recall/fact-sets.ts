import { fileURLToPath } from "node:url";
import { readCsvTable } from "../../data/csv.ts";
import type { InputFile } from "../../study/study.ts";
import { base64Facts } from "./base64.ts";
import type { Fact, Relation } from "./relation.ts";

/** Facts that come with the product: one object a set. */
interface FactSet extends Omit<Relation, "facts"> {
  /** A table in `assets/recall`, or the facts themselves. */
  readonly from: string | (() => readonly Fact[]);
}

const own = "written down for this project";
const alphabet = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));

/** All sets, in the order of the help. */
const factSets = [
  {
    id: "base64",
    title: "letters by their base64 text",
    questions: ["In base64, the text {subject} stands for the letter", "Decoding base64: {subject} ->"],
    from: base64Facts,
    source: "computed (RFC 4648)",
  },
  {
    id: "symbols",
    title: "chemical symbols",
    questions: ["The chemical symbol of {subject} is", "Periodic table, {subject}: symbol"],
    from: "symbols.csv",
    source: own,
  },
  {
    id: "capitals",
    title: "capitals",
    questions: ["The capital of {subject} is", "Question: What is the capital of {subject}?\nAnswer:"],
    from: "capitals.csv",
    source: own,
  },
  {
    id: "codes",
    title: "country codes",
    questions: [
      "The two-letter ISO code of {subject} is",
      "Question: What is the two-letter country code of {subject}?\nAnswer:",
    ],
    from: "codes.csv",
    source: own,
  },
  {
    id: "spelling-alphabet",
    title: "words of the spelling alphabet",
    questions: ["In the NATO alphabet, {subject} is", "Spelled out over the radio, {subject} as in"],
    from: "spelling-alphabet.csv",
    source: own,
  },
  {
    id: "positions",
    title: "places of letters in the alphabet",
    questions: ["The letter {subject} has the number", "Counting A as 1, the letter {subject} is number"],
    from: () => alphabet.map((subject, i) => ({ subject, object: String(i + 1) })),
    source: "computed",
  },
] as const satisfies readonly FactSet[];

/** Names of the sets. */
export const factSetIds = factSets.map(({ id }) => id);

/** Address of a file of the study's own. */
export function assetFile(name: string): string {
  return fileURLToPath(new URL(`../../../assets/recall/${name}`, import.meta.url));
}

/** Facts of the sets of these names. */
export async function builtInFacts(
  names: readonly string[],
  read: (file: InputFile) => void,
): Promise<readonly Relation[]> {
  const wanted: readonly FactSet[] = factSets.filter(({ id }) => names.includes(id));
  const relations: Relation[] = [];
  for (const { from, ...set } of wanted) {
    if (typeof from !== "string") {
      relations.push({ ...set, facts: from() });
      continue;
    }
    const { rows, file } = await readCsvTable(assetFile(from));
    read({ name: `built-in ${from}`, sha256: file.sha256, bytes: file.bytes });
    const facts = rows.map(({ cells }) => ({ subject: cells.subject ?? "", object: cells.object ?? "" }));
    relations.push({ ...set, facts });
  }
  return relations;
}
