/** Scales on which values are forecast. */
export const scales = ["log2", "log10", "linear"] as const;
export type Scale = (typeof scales)[number];

/** A value on a scale; NaN where it has no place there. */
export function onScale(value: number, scale: Scale): number {
  if (scale === "linear") return value;
  return scale === "log2" ? Math.log2(value) : Math.log10(value);
}
