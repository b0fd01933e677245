/** How the numbers of a column are written. */
export interface NumberForm {
  /** The decimal mark; null: its numbers have none; `either`: 1,234 may be a thousand or one and a bit. */
  readonly mark: "." | "," | "either" | null;
  /** What stands between thousands, as the inside of a character class; null: nothing does. */
  readonly groups: string | null;
  /** What every cell has before and behind its number, such as `$` or `%`; empty where there is nothing. */
  readonly before: string;
  readonly behind: string;
}

const pointNumber = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;
const commaNumber = /^[-+]?(?:\d+,\d*|,\d+)(?:e[-+]?\d+)?$/i;
const thousandLike = /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/;
/** Signs that separate thousands and are no decimal mark anywhere. */
const spaces = "\\s\u00a0\u202f'’_";

/** The numbers of a column, or null for a cell that is none. */
export function readNumber(text: string, { mark, groups, before, behind }: NumberForm): number | null {
  const bare = plainMinus(text);
  const inside =
    bare.startsWith(before) && bare.endsWith(behind)
      ? bare.slice(before.length, bare.length - behind.length)
      : bare;
  const factor = multiples.get(behind.trim().toLowerCase()) ?? 1;
  const number = inside.trim();
  const grouped = groups !== null && new RegExp(`\\d[${groups}]\\d`).test(number);
  if (grouped && !isGrouped(number, groups, mark)) return null;
  const joined = grouped ? number.replace(new RegExp(`[${groups}]`, "g"), "") : number;
  if (mark === "either" && thousandLike.test(joined)) return null;
  const plain = mark !== "," ? joined : joined.includes(".") ? "" : joined.replace(",", ".");
  if (!pointNumber.test(plain)) return null;
  const value = Number(plain) * factor;
  return Number.isFinite(value) ? value : null;
}

function isGrouped(text: string, groups: string, mark: NumberForm["mark"]): boolean {
  const decimals = mark === "," ? "(?:,\\d+)?" : "(?:\\.\\d+)?";
  // Thousands, or lakhs and crores: 12,34,567.
  return new RegExp(
    `^[-+]?(?:\\d{1,3}(?:[${groups}]\\d{3})+|\\d{1,2}(?:[${groups}]\\d{2})+[${groups}]\\d{3})${decimals}$`,
  ).test(text);
}

/** A minus of typographers as that of computers. */
function plainMinus(text: string): string {
  return text.replace(/^[−–]\s*(?=[\d.,])/, "-");
}

const multiples: ReadonlyMap<string, number> = new Map([
  ...["k", "thousand"].map((name) => [name, 1e3] as const),
  ...["m", "mn", "mio", "million"].map((name) => [name, 1e6] as const),
  ...["b", "bn", "billion"].map((name) => [name, 1e9] as const),
  ...["t", "tn", "trillion"].map((name) => [name, 1e12] as const),
]);

/**
 * How the numbers of several columns are written. A comma is a decimal mark where some cell has it and none has a point. Where all that
 * speaks for a mark has the form 1,234, it takes more to tell: cells of whole numbers below a thousand beside it, or another column with a
 * decimal comma, beside which 1,234 has decimals too.
 *
 * @param decimal the mark of all columns, where it is said
 */
export function numberForms(
  columns: ReadonlyMap<string, readonly string[]>,
  decimal: "auto" | "." | ",",
): ReadonlyMap<string, NumberForm> {
  const found = [...columns].map(([name, cells]) => ({ name, ...formOf(cells, decimal) }));
  const comma = found.some(({ mark, sure }) => mark === "," && sure);
  return new Map(
    found.map(({ name, mark, sure, ...rest }): [string, NumberForm] => [
      name,
      { ...rest, mark: sure || comma === (mark === ",") ? mark : "either" },
    ]),
  );
}

function formOf(
  all: readonly string[],
  decimal: "auto" | "." | ",",
): Omit<NumberForm, "mark"> & { readonly mark: "." | "," | null; readonly sure: boolean } {
  const { before, behind } = commonAffixes(all.map(plainMinus));
  const cells = all
    .map(plainMinus)
    .map((cell) => cell.slice(before.length, cell.length - behind.length).trim());
  const affixes = { before, behind };
  if (decimal !== "auto") {
    return { ...affixes, mark: decimal, groups: groupsOf(cells, decimal), sure: true };
  }
  const withSpaces = cells.map((cell) =>
    cell.replace(new RegExp(`(?<=\\d)[${spaces}](?=\\d{3}(?!\\d))`, "g"), ""),
  );
  const grouped = cells.some((cell, i) => cell !== withSpaces[i]);
  const base = { ...affixes, groups: grouped ? spaces : null };
  for (const [mark, other] of [
    [".", ","],
    [",", "."],
  ] as const) {
    const sure = withSpaces.some((cell) =>
      new RegExp(
        `^[-+]?(?:\\d{1,3}(?:[${other}]\\d{3})+[${mark}]\\d+|\\d{1,3}(?:[${other}]\\d{3}){2,}|\\d{1,2}(?:[${other}]\\d{2})+[${other}]\\d{3}(?:[${mark}]\\d+)?)$`,
      ).test(cell),
    );
    if (sure) return { ...affixes, mark, groups: grouped ? `${other}${spaces}` : other, sure: true };
  }
  const points = withSpaces.filter((cell) => cell.includes(".") && pointNumber.test(cell));
  const commas = withSpaces.filter((cell) => commaNumber.test(cell));
  if (points.length > 0) {
    const sure = !points.every((cell) => thousandLike.test(cell));
    // Beside decimal points 1,234 is a thousand.
    const groups = sure && commas.length > 0 && commas.every((cell) => thousandLike.test(cell)) ? "," : null;
    return { ...base, groups: groups ?? base.groups, mark: ".", sure };
  }
  if (commas.length === 0) return { ...base, mark: null, sure: true };
  if (!commas.every((cell) => thousandLike.test(cell))) return { ...base, mark: ",", sure: true };
  const whole = withSpaces.filter((cell) => /^[-+]?\d+$/.test(cell));
  if (commas.length >= 3 && whole.length > 0 && whole.every((cell) => Math.abs(Number(cell)) < 1000)) {
    return { ...base, mark: null, groups: ",", sure: true };
  }
  return { ...base, mark: ",", sure: false };
}

function groupsOf(cells: readonly string[], mark: "." | ","): string | null {
  const other = mark === "." ? "," : "\\.";
  return cells.some((cell) =>
    new RegExp(`^[-+]?\\d{1,3}(?:[${other}${spaces}]\\d{3})+(?:[${mark}]\\d+)?$`).test(cell),
  )
    ? `${mark === "." ? "," : "."}${spaces}`
    : null;
}

/** What every cell has around its number, where it is the same in all: a currency, a percent sign, a multiple. */
function commonAffixes(cells: readonly string[]): { readonly before: string; readonly behind: string } {
  const none = { before: "", behind: "" };
  const parts = cells.map((cell) =>
    /^([^\d+\-.,()<>≤≥#]*)[-+]?(?:\d|[.,]\d)[\d.,\s'’_\u00a0\u202f]*(?:e[-+]?\d+)?([^\d()]*)$/i.exec(cell),
  );
  const [first] = parts;
  const before = first?.[1] ?? "";
  const behind = first?.[2] ?? "";
  if (cells.length < 2 || before + behind === "") return none;
  return parts.every((part) => part?.[1] === before && part[2] === behind) ? { before, behind } : none;
}

/** What is wrong with a cell that should be a number, what it means, and what to write. */
export function numberAdvice(text: string, { mark }: Pick<NumberForm, "mark">): string {
  const error = spreadsheetErrors.find(([pattern]) => pattern.test(text));
  if (error !== undefined)
    return `is a spreadsheet's error (${error[1]}): mend the formula, or leave the cell empty`;
  if (/^[<>≤≥]/.test(text)) return "is a bound and no number";
  if (/^[-+]?(inf(inity)?|∞)$/i.test(text)) return "is not a finite number";
  if (pointNumber.test(text) && Math.abs(Number(text)) === Infinity) return "is too large a number";
  const own = mark === "," ? "," : ".";
  const plainForm: NumberForm = { mark: own, groups: null, before: "", behind: "" };
  const accounts = /^\(([^()]+)\)$/.exec(text)?.[1];
  if (accounts !== undefined && readNumber(accounts, plainForm) !== null) {
    return `is −${accounts} as accountants write it; write -${accounts}, or leave the cell empty`;
  }
  const ungrouped = text.replace(/[.,]/, "");
  if (thousandLike.test(text) && mark !== (text.includes(",") ? "," : ".")) {
    const decimal = text.replace(/[.,]/, mark !== "," && text.includes(",") ? "." : ",");
    return `may be a thousand or have decimals; write ${ungrouped} or ${decimal}`;
  }
  const plain = withoutGroups(text, own);
  if (plain !== null) {
    const single = /^[^.,]*[.,][^.,]*$/.test(text) && !/\d[\s'’_]\d/.test(text);
    return single
      ? `has another decimal mark than the column; write ${plain}`
      : `has thousands separators; write ${plain}`;
  }
  const times = /^([^\d+\-.,]*)([-+]?[\d.,]*\d)\s*([a-z]+)$/i.exec(text);
  const factor = multiples.get((times?.[3] ?? "").toLowerCase());
  const amount = times?.[2] === undefined ? null : readNumber(times[2], plainForm);
  if (factor !== undefined && amount !== null) {
    const meant = String(Number((amount * factor).toPrecision(12)));
    return `is ${meant} written short, where other cells are not; write ${own === "," ? meant.replace(".", ",") : meant}`;
  }
  const bare = /^[^\d+\-.,]*([-+]?[\d.,]*\d)[^\d.,]*$/.exec(text)?.[1];
  if (bare !== undefined && readNumber(bare, plainForm) !== null)
    return `is not a number alone; write ${bare}`;
  return "is no number";
}

const spreadsheetErrors: readonly (readonly [RegExp, string])[] = [
  [/^#DIV\/0!?$/i, "a division by zero"],
  [/^#REF!?$/i, "a cell that is gone"],
  [/^#VALUE!?$/i, "a value of the wrong kind"],
  [/^#NAME\?$/i, "a name that is not known"],
  [/^#NUM!?$/i, "a number that cannot be computed"],
  [/^#+$/, "a column too narrow to show the value"],
  [/^Err:\d+$/i, "LibreOffice could not compute it"],
];

/** `1,234.5`, `1.234,5`, `1 234,5`, `1'234.5` and `1,234,567` without separators, with this decimal mark; null for anything else. */
function withoutGroups(text: string, mark: "." | ","): string | null {
  const joined = text.replace(/(?<=\d)[\s'’_](?=\d{3}(?!\d))/g, "");
  const signs = joined.match(/[.,]/g) ?? [];
  const last = signs.at(-1) ?? "";
  const onlyGroups = signs.length === 0 || (signs.length > 1 && signs.every((sign) => sign === last));
  const at = onlyGroups ? joined.length : joined.lastIndexOf(last);
  const whole = joined.slice(0, at);
  const decimals = joined.slice(at + 1);
  if (!onlyGroups && whole.includes(last)) return null;
  if (!/^[-+]?(?:\d*|\d{1,3}(?:[.,]\d{2,3})+)$/.test(whole)) return null;
  const plain = `${whole.replace(/[.,]/g, "")}${decimals === "" ? "" : `${mark}${decimals}`}`;
  const form: NumberForm = { mark, groups: null, before: "", behind: "" };
  return plain !== text && readNumber(plain, form) !== null ? plain : null;
}

/** How the numbers were read, for a note. */
export function formNotes(forms: ReadonlyMap<string, NumberForm>): string[] {
  const names = (wanted: (form: NumberForm) => boolean): string =>
    [...forms]
      .filter(([, form]) => wanted(form))
      .map(([name]) => `"${name}"`)
      .join(", ");
  const [points, commas, groups] = [
    names(({ mark }) => mark === "."),
    names(({ mark }) => mark === ","),
    names(({ groups }) => groups !== null),
  ];
  const marks = [
    ...(points === "" ? [] : [`decimal point in ${points}`]),
    ...(commas === "" ? [] : [`decimal comma in ${commas}`]),
  ];
  const around = [...forms].flatMap(([name, { before, behind }]) => {
    const sign = `${before}…${behind}`;
    const factor = multiples.get(behind.trim().toLowerCase());
    if (before + behind === "") return [];
    return [
      `"${name}" is written ${sign} in every cell${factor === undefined ? "" : `, read times ${factor}`}`,
    ];
  });
  return [
    marks.join("; ") || "no decimal marks",
    ...(groups === "" ? [] : [`thousands separators in ${groups}`]),
    ...around,
  ];
}
