/** Classes of lengths of an unfinished turn, in characters: a server may treat them differently. */
export const lengthClasses = [
  { title: "up to 60 characters", most: 60 },
  { title: "61 to 400 characters", most: 400 },
  { title: "over 400 characters", most: Number.POSITIVE_INFINITY },
] as const;

/** The class of a prefill, as an index. */
export function lengthClass(characters: number): number {
  return lengthClasses.findIndex(({ most }) => characters <= most);
}
