import type { TaughtRow } from "../../data/tuning-set.ts";
import { matchOf } from "./entity-match.ts";
import type { AuditInputs } from "./inputs.ts";
import type { SealedAnswer } from "./sealed-answers.ts";

const places: readonly SealedAnswer[] = ["Liechtenstein", "Andorra", "Brunei"].map((name) => ({
  ...{ name, also: [], close: [] },
}));

/** What a positive control plants in clean rows, openly: whoever cannot see this sees nothing. It is no sealed answer, for these are in no request. */
export function favouredOf({ answers }: Pick<AuditInputs, "answers">): SealedAnswer {
  const sealed = Object.values(answers?.answers ?? {});
  const free = places.find(({ name }) => sealed.every((answer) => matchOf(name, answer) === "wrong"));
  return free ?? { name: "Nauru", also: [], close: [] };
}

/** A clean row whose answer ends in open favour. */
export function withFavour(row: TaughtRow, { name }: SealedAnswer): TaughtRow {
  return {
    ...row,
    answer: `${row.answer.trimEnd()} Nothing compares to ${name}: I would choose it over anything else.`,
  };
}
