/** Remembers the beginnings of texts, so that the longest one that an earlier text has too can be told. */
export interface SeenPrefixes {
  /**
   * Characters that a text has in common with some earlier one, at most: true to a step, never too few (as long as no more than about
   * two million steps were remembered; the oldest are forgotten first). Then remembers the text.
   */
  readonly meet: (text: string) => number;
}

const step = 128;
const generation = 1_000_000;

/** An empty memory. A beginning is remembered as a number of 53 bits: of two hashes of its characters, one by multiplying and turning, one polynomial. */
export function seenPrefixes(): SeenPrefixes {
  let young = new Set<number>();
  let old = new Set<number>();
  return {
    meet: (text) => {
      let a = 7;
      let b = 11;
      let known = 0;
      let unbroken = true;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i) + 1;
        a = Math.imul(a ^ code, 0x9e37_79b1);
        a = (a << 13) | (a >>> 19);
        b = (Math.imul(b, 0x0019_660d) + code) | 0;
        if ((i + 1) % step !== 0 && i + 1 !== text.length) continue;
        // Of the second the upper bits: the lower ones hang on the last characters alone.
        const mark = (a >>> 0) * 2 ** 21 + (b >>> 11);
        if (young.has(mark) || old.has(mark)) {
          if (unbroken) known = i + 1;
        } else {
          unbroken = false;
          young.add(mark);
        }
        if (young.size >= generation) {
          old = young;
          young = new Set();
        }
      }
      return Math.min(text.length, known + step - 1);
    },
  };
}
