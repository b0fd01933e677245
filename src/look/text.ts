import { plainText } from "../report/escape.ts";
import type { FileLook } from "./file-look.ts";
import type { Look } from "./look.ts";

/** Files that are shown in full; of more, one line each. */
const inFull = 3;
const mostFields = 12;

/** What was found, for a terminal. */
export function lookText({ files, commands }: Look): string {
  const shown = files.length <= inFull ? files.flatMap(whole) : files.flatMap((file) => line(file));
  const proposed = commands.flatMap(({ command, answers, note }) => [
    "",
    `  ${answers}`,
    `  $ ${command}`,
    ...(note === null ? [] : [`    ${note}`]),
  ]);
  const next =
    commands.length === 0
      ? ["", "Nothing here can be asked about as it is."]
      : [
          "",
          commands.length === 1 ? "Ready to run (or add --run):" : "Ready to run (or add --run for all):",
          ...proposed,
        ];
  return `${plainText([...shown, ...next].join("\n"))}\n`;
}

function line({ file, container, uses, rows, why }: FileLook): string[] {
  return [
    why === null
      ? `${file}: ${container}, ${rows.toLocaleString("en-US")} ${nounOf(uses[0])}`
      : `${file}: not used: ${why}`,
  ];
}

function nounOf(use: FileLook["uses"][number] | undefined): string {
  return use === "runs" ? "agent runs" : use === "rows" ? "fine-tuning rows" : "points of a series";
}

function whole(look: FileLook): string[] {
  const { file, bytes, first, fields, labels, author, suite, group, copies, findings, sample, notes, why } =
    look;
  if (why !== null) return [`${file}: ${look.container ?? "not read"}`, `  ${why}`];
  const found = findings.filter(({ state }) => state === "yes");
  const fine = findings.filter(({ state }) => state === "no").map(({ what }) => what);
  const parts = [
    ...(author === null ? [] : [`author ${author}`]),
    ...(suite === null ? [] : [`suite ${suite}`]),
    ...(group.length === 0 ? [] : [`tasks ${group.join(" + ")}`]),
  ];
  return [
    `${line(look).join()} (${sizeOf(bytes)})`,
    "",
    "  First, as it was understood:",
    ...first.map((text) => `    ${text}`),
    ...(fields.length === 0 ? [] : ["", "  Fields beside it:", ...fieldLines(fields)]),
    ...(labels.length === 0
      ? []
      : [
          "",
          "  May be the label:",
          ...labels.map(
            ({ path, values }) =>
              `    ${path}: ${Object.entries(values)
                .slice(0, 8)
                .map(([value, count]) => `${value} (${count.toLocaleString("en-US")})`)
                .join(", ")}`,
          ),
        ]),
    ...(parts.length === 0 ? [] : ["", `  Belongs together by: ${parts.join(", ")}`]),
    ...(findings.length === 0 && copies === 0
      ? []
      : [
          "",
          `  Looked for before any figure${sample === null ? "" : `, in a sample of ${sample}`}:`,
          ...(copies === 0 ? [] : [`    ● ${copies} rows are exact copies of earlier ones`]),
          ...found.map(({ what, says }) => `    ● ${what}: ${says}`),
          ...(fine.length === 0 ? [] : [`    ○ not found: ${fine.join(", ")}`]),
        ]),
    ...notes.map((note) => `  ${note.length > 280 ? `${note.slice(0, 277)}...` : note}`),
    "",
  ];
}

function fieldLines(fields: FileLook["fields"]): string[] {
  const shown = fields.slice(0, mostFields);
  const widest = Math.max(...shown.map(({ path }) => path.length));
  const more = fields.length - shown.length;
  return [
    ...shown.map(
      ({ path, distinct, example }) =>
        `    ${path.padEnd(widest)}  ${distinct >= 2000 ? "many values" : `${distinct} ${distinct === 1 ? "value" : "values"}`}, such as ${example}`,
    ),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
