/** Counts of what messages hold and no reader keeps. */
export interface UnreadCounts {
  readonly tell: (what: string) => void;
  readonly counts: () => Readonly<Record<string, number>>;
  /** One note with all of them, the most frequent first; none where everything was read. */
  readonly notes: () => string[];
}

/** Starts such counts. */
export function unreadCounts(): UnreadCounts {
  const counts = new Map<string, number>();
  return {
    tell: (what) => {
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
    counts: () => Object.fromEntries(counts),
    notes: () => unreadNotes(Object.fromEntries(counts)),
  };
}

const shown = 12;

/** What was not read, with counts, as one note. */
export function unreadNotes(counts: Readonly<Record<string, number>>): string[] {
  const all = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (all.length === 0) return [];
  const more = all.length - shown;
  return [
    `Unread: ${all
      .slice(0, shown)
      .map(([what, count]) => `${what} (${count.toLocaleString("en-US")})`)
      .join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
  ];
}
