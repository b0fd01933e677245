import { plainText } from "./escape.ts";

const elements = new Set([
  ..."svg g path text tspan line rect circle ellipse polygon polyline defs clipPath".split(" "),
  ..."linearGradient radialGradient stop".split(" "),
]);

const attributes = new Set([
  ..."width height viewBox transform d x y x1 x2 y1 y2 dx dy cx cy r rx ry points offset id".split(" "),
  ..."fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap".split(
    " ",
  ),
  ..."stroke-linejoin stroke-miterlimit opacity clip-path text-anchor dominant-baseline font-size".split(" "),
  ..."font-style font-weight display stop-color stop-opacity gradientUnits".split(" "),
]);

/**
 * Rewrites machine-made SVG with only those elements and attributes that draw: no script, style, link, image or event
 * can pass, whatever a chart's text says. Ids get a prefix, so that many pictures can share a page; numbers are
 * rounded to a hundredth of a pixel; the picture's own description (`attributes` of the root, already escaped)
 * replaces the drawing library's.
 */
export function filterSvg(svg: string, prefix: string, rootAttributes: string): string {
  const ids = new Map<string, string>();
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? `${prefix}${ids.size + 1}`;
    ids.set(id, known);
    return known;
  };
  let out = "";
  // Inside an element that is left out: its name and how many of that name are open.
  let skipping: { readonly name: string; depth: number } | null = null;
  for (const [, tag, text] of svg.matchAll(/(<[^>]*>)|([^<]+)/g)) {
    if (tag === undefined) {
      if (skipping === null && text !== undefined) out += plainText(text);
      continue;
    }
    const [, closing, name, rest] = /^<(\/?)([A-Za-z][\w:-]*)([\s\S]*)>$/.exec(tag) ?? [];
    if (name === undefined || rest === undefined) continue;
    const alone = rest.endsWith("/");
    if (skipping !== null) {
      if (name === skipping.name && !alone) skipping.depth += closing === "/" ? -1 : 1;
      if (skipping.depth === 0) skipping = null;
      continue;
    }
    if (name === "a") continue;
    if (!elements.has(name)) {
      if (!alone && closing !== "/") skipping = { name, depth: 1 };
      continue;
    }
    if (closing === "/") {
      out += `</${name}>`;
      continue;
    }
    out += `<${name}${name === "svg" ? ` ${rootAttributes}` : ""}${kept(rest, idOf)}${alone ? "/" : ""}>`;
  }
  return out.replaceAll(/<(g|path)(?: pointer-events="none")?>?<\/\1>/g, "");
}

function kept(text: string, idOf: (id: string) => string): string {
  let out = "";
  for (const [, name, value] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (name === undefined || value === undefined || !attributes.has(name)) continue;
    const reference = /^url\(#([\w-]+)\)$/.exec(value)?.[1];
    if (reference !== undefined) out += ` ${name}="url(#${idOf(reference)})"`;
    else if (/url\s*\(/i.test(value)) continue;
    else if (name === "id") out += ` id="${idOf(value)}"`;
    else if (name === "d" || name === "transform" || /^-?[\d.]+$/.test(value))
      out += ` ${name}="${rounded(value)}"`;
    else out += ` ${name}="${plainText(value)}"`;
  }
  return out;
}

function rounded(numbers: string): string {
  return numbers.replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
}
