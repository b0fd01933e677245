import type { TopLevelSpec } from "vega-lite";
import { CredenceError } from "../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { Figure } from "./blocks.ts";
import { chartConfig } from "./charts/theme.ts";
import { escapeHtml, oneLine } from "./escape.ts";
import { filterSvg } from "./svg-filter.ts";

/** Widths in CSS pixels at which a figure is drawn: a page and a phone. */
const figureWidths = { wide: 680, narrow: 320 } as const;

type WidthName = keyof typeof figureWidths;

/**
 * Draws a figure's Vega-Lite spec to SVG text: without a browser, without script, links or addresses, its colours left
 * to the page's CSS variables. A spec with `width: "container"` is drawn at the width asked for, but no wider than its
 * `usermeta.maxWidth`, which concatenated panels share; its height is that of `usermeta.heights` for this width, or with `height: "container"` its width.
 * Same spec, same text.
 *
 * @throws CredenceError `failed` when the spec asks for an address or cannot be drawn.
 */
export async function renderFigure(figure: Figure, width: WidthName): Promise<string> {
  const address = addressIn(figure.spec, "spec");
  if (address !== null) throw failure(figure, `${address} asks for an address`);
  const spec = sized(figure.spec, width);
  if (!isSpec(spec)) throw failure(figure, "the spec has neither a mark nor layers");
  // Loaded only here: commands that print no figure start without them.
  const [{ parse, View }, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  let svg: string;
  try {
    const view = new View(parse(compile(spec, { logger: silent }).spec), {
      renderer: "none",
      loader: refusing,
      logger: silent,
    });
    svg = await view.toSVG();
    view.finalize();
  } catch (cause) {
    throw failure(figure, cause instanceof Error ? cause.message : String(cause), cause);
  }
  const prefix = `${figure.id.replace(/[^\w-]/g, "")}-${width}-`;
  return filterSvg(svg, prefix, `role="img" aria-label="${escapeHtml(oneLine(figure.alt))}"`);
}

/** Is this figure drawn anew for each width, or at the one its spec gives? */
export function isResponsive(figure: Figure): boolean {
  return figure.spec.width === "container";
}

function sized(spec: JsonObject, name: WidthName): JsonObject {
  const config = isJsonObject(spec.config) ? spec.config : {};
  const themed: JsonObject = { ...spec, config: overlaid(chartConfig, config) };
  if (spec.width !== "container") return themed;
  const meta = isJsonObject(spec.usermeta) ? spec.usermeta : {};
  const heights = isJsonObject(meta.heights) ? meta.heights : {};
  const available = figureWidths[name];
  const width = typeof meta.maxWidth === "number" ? Math.min(available, meta.maxWidth) : available;
  if (Array.isArray(spec.concat)) return panels({ ...themed, concat: spec.concat }, width);
  const square = spec.height === "container";
  const height = square ? width : (heights[name] ?? spec.height);
  return {
    ...themed,
    autosize: { type: square ? "fit" : "fit-x", contains: "padding" },
    width,
    ...(height === undefined ? {} : { height }),
  };
}

/** Room for an axis beside a panel's marks, and the width below which panels stand one above the other. */
const panelAxis = 66;
const panelLeast = 240;

/** Panels side by side, or one above the other where there is no room. */
function panels(spec: JsonObject & { readonly concat: readonly Json[] }, width: number): JsonObject {
  const columns = width >= 2 * panelLeast ? 2 : 1;
  const each = Math.floor(width / columns) - panelAxis;
  const { width: _, ...rest } = spec;
  return {
    ...rest,
    columns,
    concat: spec.concat.map((panel) => (isJsonObject(panel) ? { ...panel, width: each } : panel)),
  };
}

function overlaid(below: JsonObject, above: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const base = merged[name];
    merged[name] = isJsonObject(base) && isJsonObject(value) ? overlaid(base, value) : value;
  }
  return merged;
}

/** Where a spec asks for something from outside itself; rows of inline data are only data. */
function addressIn(value: Json | undefined, place: string): string | null {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = addressIn(item, `${place}[${index}]`);
      if (found !== null) return found;
    }
    return null;
  }
  if (!isJsonObject(value)) return null;
  for (const [name, member] of Object.entries(value)) {
    if (name === "url" || name === "href") return `${place}.${name}`;
    if (name === "values") continue;
    const found = addressIn(member, `${place}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

function isSpec(spec: JsonObject): spec is JsonObject & TopLevelSpec {
  return ["mark", "layer", "facet", "repeat", "concat", "hconcat", "vconcat"].some((name) => name in spec);
}

function failure(figure: Figure, what: string, cause?: unknown): CredenceError {
  return new CredenceError("failed", `the figure "${figure.id}" cannot be drawn: ${what}`, {
    where: `figure ${figure.id}`,
    fix: "Mend the Vega-Lite spec that the study gives; its data must be inline.",
    ...(cause === undefined ? {} : { cause }),
  });
}

const refuse = (): Promise<never> => Promise.reject(new Error("a report loads nothing"));

// A rejected address crashes the drawing of a link; an empty one is dropped with the link by the filter.
const refusing = { load: refuse, http: refuse, file: refuse, sanitize: () => Promise.resolve({ href: "" }) };

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
};
