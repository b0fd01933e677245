import type { Verdict } from "../claims/claim.ts";

/** How a verdict is told: a word, a sign and a drawn shape, so that colour is never the only difference. */
export interface VerdictSign {
  readonly word: string;
  /** For text. */
  readonly sign: string;
  /** Inner markup of an SVG of 16 by 16 whose colour is `currentColor`. */
  readonly shape: string;
}

/** One sign a verdict. */
export const verdictSigns: Readonly<Record<Verdict, VerdictSign>> = {
  supported: {
    word: "Supported",
    sign: "✓",
    shape:
      '<circle cx="8" cy="8" r="7.5" fill="currentColor"/><path d="M4.6 8.3l2.4 2.4 4.5-5" fill="none" class="cut" stroke-width="1.8"/>',
  },
  contradicted: {
    word: "Contradicted",
    sign: "✗",
    shape:
      '<rect x="1" y="1" width="14" height="14" rx="2" fill="currentColor"/><path d="M5 5l6 6M11 5l-6 6" fill="none" class="cut" stroke-width="1.8"/>',
  },
  undecided: {
    word: "Undecided",
    sign: "≈",
    shape:
      '<circle cx="8" cy="8" r="6.8" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M8 1.2a6.8 6.8 0 0 1 0 13.6z" fill="currentColor"/>',
  },
  invalid: {
    word: "Invalid",
    sign: "!",
    shape:
      '<path d="M8 1l7.4 13.4H.6z" fill="currentColor"/><path d="M8 5.8v4.2M8 11.6v1.4" fill="none" class="cut" stroke-width="1.6"/>',
  },
  unresolved: {
    word: "Unresolved",
    sign: "○",
    shape:
      '<circle cx="8" cy="8" r="6.8" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="3.2 2.14"/>',
  },
};
