import { basename } from "node:path";
import { CredenceError } from "../../core/error.ts";
import { readCsvTable } from "../../data/csv.ts";
import type { InputFile } from "../../study/study.ts";
import type { Fact, Relation } from "./relation.ts";

/** Questions where a file comes without any: about a relation's name. */
const usualQuestions = [
  "The {relation} of {subject} is",
  "Question: What is the {relation} of {subject}?\nAnswer:",
];
/** Facts without which nothing can be dealt out at random. */
const leastFacts = 4;

/**
 * Reads facts of one's own: columns subject and object, and relation where there is more than one kind.
 *
 * @param questions beginnings with {subject} in them, and {relation} where it should stand; usual ones where there are none
 * @throws CredenceError `input` naming file and line: an empty cell, a subject twice, too few facts or one object only
 */
export async function ownFacts(
  file: string,
  questions: readonly string[],
  read: (file: InputFile) => void,
): Promise<readonly Relation[]> {
  const table = await readCsvTable(file);
  read({ name: file, sha256: table.file.sha256, bytes: table.file.bytes });
  for (const column of ["subject", "object"]) {
    if (!table.columns.includes(column))
      throw new CredenceError("input", `there is no column "${column}"`, {
        where: file,
        fix: `A table of facts has the columns subject and object, and relation where it holds several kinds; this one has ${table.columns.join(", ")}.`,
      });
  }
  const kinds = new Map<string, Fact[]>();
  for (const { line, cells } of table.rows) {
    const { subject = "", object = "", relation = "" } = cells;
    const where = `${file}:${line}`;
    for (const [name, cell] of Object.entries({ subject, object })) {
      if (cell === "")
        throw new CredenceError("input", `the ${name} is empty`, {
          where,
          fix: "Fill it in or delete the line.",
        });
    }
    const kind = relation === "" ? basename(file).replace(/\.[^.]*$/, "") : relation;
    const facts = kinds.get(kind) ?? [];
    kinds.set(kind, facts);
    const before = facts.find((one) => one.subject === subject);
    if (before !== undefined)
      throw new CredenceError("input", `"${subject}" stands there twice, as ${before.object} and ${object}`, {
        where,
        fix: "Keep one line a subject: a margin needs one right answer.",
      });
    facts.push({ subject, object });
  }
  return [...kinds].map(([id, facts]) => {
    checkKind(id, facts, file);
    const used = questions.length > 0 ? questions : usualQuestions;
    return {
      ...{ id, title: id, facts, source: basename(file) },
      questions: used.map((question) => question.replaceAll("{relation}", id)),
    };
  });
}

function checkKind(id: string, facts: readonly Fact[], file: string): void {
  const objects = new Set(facts.map(({ object }) => object));
  if (facts.length < leastFacts || objects.size < 2)
    throw new CredenceError(
      "input",
      objects.size < 2
        ? `all facts of "${id}" have the same object: no answer can be told from another`
        : `"${id}" has ${facts.length} facts`,
      {
        where: file,
        fix: `Each relation needs ${leastFacts} facts at least, with two objects or more; a share with an interval needs a hundred or more.`,
      },
    );
}
