/** An element as it opens, with its attributes' names. */
export interface Opening {
  readonly name: string;
  readonly attributes: readonly string[];
}

/** Elements of HTML or SVG in the order in which they open, split as a browser splits markup. */
export function openings(markup: string): Opening[] {
  return [...markup.matchAll(/<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, name, rest]) => ({
      name: name ?? "",
      attributes: [...(rest ?? "").matchAll(/([\w:-]+)(?:="[^"]*")?(?:\s|$)/g)].map(
        ([, attribute]) => attribute ?? "",
      ),
    }),
  );
}
