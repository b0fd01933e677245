/** Words in a row that stand together as one piece. */
const length = 4;
/** Pieces that are kept of a text: those with the smallest hashes, which is a fair sample of all, and the same one of equal texts. */
const kept = 1024;

/** 0: between words; 1: part of a word; 2: a character that is a word of its own, as in scripts without blanks. */
const kinds = new Uint8Array(65_536).fill(255);
const word = /[\p{L}\p{M}\p{N}\p{Cs}#]/u;
const alone =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function kindOf(unit: number): number {
  const known = kinds[unit] ?? 0;
  if (known !== 255) return known;
  const character = String.fromCharCode(unit);
  const kind = alone.test(character) ? 2 : word.test(character) ? 1 : 0;
  kinds[unit] = kind;
  return kind;
}

/**
 * The smallest hashes, ascending, of a text's pieces of four words in a row, in lower case; of all of them where they are not more than
 * 1,024. Equal pieces have equal hashes, so that two texts can be compared by their lists alone (bottom-k sketches, Cohen & Kaplan 2007).
 */
export function shinglesOf(text: string): Uint32Array {
  const hashes = wordHashes(text.toLowerCase());
  const count = Math.max(0, hashes.length - length + 1);
  // Hashes spread evenly: of a long text those above a bound need not be sorted. If too few come in, all are taken.
  const bound = count > 2 * kept ? (2 ** 32 * 2 * kept) / count : 2 ** 32;
  const under = pieces(hashes, count, bound);
  const found = under.length < kept && bound < 2 ** 32 ? pieces(hashes, count, 2 ** 32) : under;
  return distinct(Uint32Array.from(found).sort()).slice(0, kept);
}

function wordHashes(text: string): number[] {
  const out: number[] = [];
  let hash = 0;
  let open = false;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : 32;
    const kind = kindOf(unit);
    if (kind === 1) {
      // FNV-1a.
      hash = Math.imul((open ? hash : 0x811c9dc5) ^ unit, 0x01000193);
      open = true;
      continue;
    }
    if (open) out.push(hash);
    open = false;
    if (kind === 2) out.push(Math.imul(0x811c9dc5 ^ unit, 0x01000193));
  }
  return out;
}

function pieces(hashes: readonly number[], count: number, bound: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < count; i++) {
    let hash = 0;
    for (let j = 0; j < length; j++) hash = Math.imul(hash ^ (hashes[i + j] ?? 0), 0x9e3779b1) + j;
    hash = mixed(hash);
    if (hash < bound) out.push(hash);
  }
  return out;
}

/** Spreads the bits (the finaliser of MurmurHash3). */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function distinct(sorted: Uint32Array): Uint32Array {
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

/**
 * The share of pieces that two texts have in common, of those that either has (Jaccard): exact where all pieces of both are listed, else
 * from the smallest of either.
 *
 * @param a ascending
 * @param b ascending
 */
export function sharedPieces(a: Uint32Array, b: Uint32Array, most = 256): number {
  let i = 0;
  let j = 0;
  let seen = 0;
  let common = 0;
  while (seen < most && (i < a.length || j < b.length)) {
    const first = a[i] ?? 2 ** 32;
    const second = b[j] ?? 2 ** 32;
    if (first === second) common++;
    if (first <= second) i++;
    if (second <= first) j++;
    seen++;
  }
  return seen === 0 ? 0 : common / seen;
}
