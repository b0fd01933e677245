import { ExpressionFault } from "./functions.ts";

/** A part of an expression. */
export type Token =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "name" | "sign"; readonly text: string };

/** One part after another; no part can be read in two ways, so that the time is linear in the length. */
const part = /\s*(?:(\d+(?:\.\d+)?)|'([^'\n]*)'|"([^"\n]*)"|([A-Za-z_]\w*)|(==|!=|<=|>=|[-+*/%<>()[\],]))/y;

/** @throws ExpressionFault at the first character that belongs to nothing */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  part.lastIndex = 0;
  while (part.lastIndex < end) {
    const from = part.lastIndex;
    const found = part.exec(source);
    if (found === null)
      throw new ExpressionFault(`'${source.slice(from).trim().slice(0, 10)}' cannot be read`);
    const [, digits, single, double, name, sign] = found;
    if (digits !== undefined) tokens.push({ kind: "number", value: Number(digits) });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else tokens.push({ kind: "text", value: single ?? double ?? "" });
  }
  return tokens;
}
