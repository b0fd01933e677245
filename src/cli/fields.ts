import { z } from "zod";

/** One field of a schema as the command line sees it. */
export interface Field {
  readonly name: string;
  /** `--kebab-case` */
  readonly flag: string;
  readonly kind: "text" | "number" | "flag" | "texts" | "numbers";
  readonly doc: string;
  /** Shown in help; null where there is none. */
  readonly default: string | null;
  readonly choices: readonly string[] | null;
  /** Given without a flag, as the files a study reads. */
  readonly positional: boolean;
  /** Too much for a flag: given in a config file only. */
  readonly fileOnly: boolean;
}

/** Reads a schema's fields: one doc line, one kind and one default each. */
export function fieldsOf(shape: Readonly<Record<string, z.ZodType>>): Field[] {
  return Object.entries(shape).map(([name, schema]) => fieldOf(name, schema));
}

function fieldOf(name: string, schema: z.ZodType): Field {
  const { inner, fallback, doc, positional, fileOnly } = unwrap(schema);
  const element = inner instanceof z.ZodArray ? unwrap(inner.element).inner : null;
  const kind =
    inner instanceof z.ZodBoolean
      ? "flag"
      : element !== null
        ? element instanceof z.ZodNumber
          ? "numbers"
          : "texts"
        : inner instanceof z.ZodNumber
          ? "number"
          : "text";
  const choices = inner instanceof z.ZodEnum ? inner : element instanceof z.ZodEnum ? element : null;
  return {
    name,
    flag: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    kind,
    doc,
    default: shown(fallback),
    choices: choices === null ? null : choices.options.map(String),
    positional,
    fileOnly,
  };
}

interface Unwrapped {
  readonly inner: unknown;
  readonly fallback: unknown;
  readonly doc: string;
  readonly positional: boolean;
  readonly fileOnly: boolean;
}

/** Takes off default, nullable, optional and what is done before the schema; the outermost doc line wins. */
function unwrap(schema: unknown): Unwrapped {
  let inner = schema;
  let fallback: unknown;
  let doc = "";
  let positional = false;
  let fileOnly = false;
  for (;;) {
    if (inner instanceof z.ZodType) {
      doc ||= inner.description ?? "";
      positional ||= inner.meta()?.positional === true;
      fileOnly ||= inner.meta()?.fileOnly === true;
    }
    if (inner instanceof z.ZodDefault) {
      fallback ??= inner.def.defaultValue;
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) {
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodPipe) {
      inner = inner.def.out;
    } else {
      return { inner, fallback, doc, positional, fileOnly };
    }
  }
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null || value === false) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(",");
  return String(value);
}

/** What was typed, as the schema wants it; what does not fit is left as text, so that the schema says what is wrong. */
export function typedValue(field: Field, typed: string | boolean): unknown {
  if (typeof typed === "boolean") return typed;
  const numberOr = (text: string): number | string =>
    text.trim() !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
  switch (field.kind) {
    case "number":
      return numberOr(typed);
    case "numbers":
      return parts(typed).map(numberOr);
    case "texts":
      return parts(typed);
    default:
      return typed;
  }
}

function parts(typed: string): string[] {
  return typed
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
