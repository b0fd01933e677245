import { CredenceError } from "../../core/error.ts";
import { sha256 } from "../../core/json.ts";
import { readCsvTable } from "../../data/csv.ts";
import { plain } from "../../stats/text/letters.ts";
import type { InputFile } from "../../study/study.ts";
import type { BridgeWord } from "./bridge.ts";
import { kindOf } from "./bridges.ts";
import type { Relation } from "./relation.ts";

/**
 * Reads words that bridges may go through.
 *
 * @throws CredenceError `input` with the line that lacks a word or its other wording
 */
export async function readLexicon(
  file: string,
  read: (file: InputFile) => void,
  name = file,
): Promise<BridgeWord[]> {
  const { rows, columns, file: hash } = await readCsvTable(file);
  read({ name, sha256: hash.sha256, bytes: hash.bytes });
  return rows.map(({ line, cells: { word = "", said = "" } }) => {
    if (word !== "" && said !== "") return { word, said };
    throw new CredenceError("input", "a bridge needs a word and the same in other words", {
      where: `${file}:${line}`,
      fix: `Fill in the columns word and said; the file has ${columns.join(", ")}.`,
    });
  });
}

/**
 * Words that are searched in a relation: those that a person would see between any of its subjects and any of its objects, and then others of the lexicon.
 * All pairs are asked, not the true ones: a pool made from true pairs would find them.
 *
 * @param most words a pool has; which others fill it rests on hashes, not on what they mean
 */
export function poolOf(
  { facts, id }: Pick<Relation, "facts" | "id">,
  lexicon: readonly BridgeWord[],
  most: number,
): readonly BridgeWord[] {
  const answers = new Set(facts.flatMap(({ subject, object }) => [plain(subject), plain(object)]));
  const usable = lexicon.filter(({ word }) => !answers.has(plain(word)));
  if (usable.length <= most) return usable;
  const objects = facts.map(({ object }) => object);
  const seen = usable.map((bridge) =>
    facts.some(({ subject }) => objects.some((object) => kindOf({ subject, object }, bridge) !== null)),
  );
  const order = [...usable.keys()].map((at) => ({
    at,
    seen: seen[at] === true,
    hash: sha256(`${id} ${usable[at]?.word}`),
  }));
  // Half of the pool at most is what a person would see, so that there are words to match them with.
  const likely = order.filter((one) => one.seen).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const kept = likely.slice(0, Math.ceil(most / 2));
  const rest = order.filter((one) => !kept.includes(one)).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const chosen = [...kept, ...rest.slice(0, most - kept.length)].map(({ at }) => at).sort((a, b) => a - b);
  return chosen.flatMap((at) => usable[at] ?? []);
}
