import { closeSync, openSync, readSync } from "node:fs";

/** What a file is by its first bytes, whatever it is called. */
export interface FileKind {
  readonly id: string;
  /** As a sentence names it: `a gzip file`. */
  readonly name: string;
  readonly begins: (bytes: Buffer) => boolean;
  /** How to make something of it that can be read; null for kinds that are read as they are. */
  readonly convert: ((file: string) => string) | null;
}

const magic =
  (...values: readonly number[]) =>
  (bytes: Buffer): boolean =>
    values.every((value, i) => bytes[i] === value);
const word = (text: string): ((bytes: Buffer) => boolean) => magic(...Buffer.from(text, "latin1"));
const python =
  (statement: string) =>
  (file: string): string =>
    `python3 -c 'import pandas; pandas.${statement.replace("FILE", file)}.to_json("${file}.jsonl", orient="records", lines=True)'`;
const unpack =
  (command: string) =>
  (file: string): string =>
    `${command} ${file}`;

/** Kinds of files that are known by their first bytes. Text has none: what begins as nothing here is looked at as text. */
const fileKinds: readonly FileKind[] = [
  { id: "gzip", name: "a gzip file", begins: magic(0x1f, 0x8b), convert: null },
  { id: "zstd", name: "a Zstandard file", begins: magic(0x28, 0xb5, 0x2f, 0xfd), convert: null },
  { id: "parquet", name: "a Parquet file", begins: word("PAR1"), convert: null },
  { id: "zip", name: "a zip archive", begins: word("PK\u0003\u0004"), convert: null },
  {
    id: "arrow",
    name: "an Arrow or Feather file",
    begins: word("ARROW1"),
    convert: python('read_feather("FILE")'),
  },
  {
    id: "arrow-stream",
    name: "an Arrow stream, as datasets keep them on disk",
    begins: magic(0xff, 0xff, 0xff, 0xff),
    convert: (file) =>
      `python3 -c 'import datasets; datasets.Dataset.from_file("${file}").to_json("${file}.jsonl")'`,
  },
  {
    id: "sqlite",
    name: "an SQLite database",
    begins: word("SQLite format 3"),
    convert: (file) => `sqlite3 -json ${file} "select * from TABLE" > rows.json`,
  },
  {
    id: "pickle",
    name: "a Python pickle",
    begins: (bytes) => bytes[0] === 0x80 && (bytes[1] ?? 9) >= 2 && (bytes[1] ?? 9) <= 5,
    convert: (file) =>
      `only if you made it yourself, for it may run what it holds: ${python('read_pickle("FILE")')(file)}`,
  },
  {
    id: "numpy",
    name: "a NumPy array",
    begins: word("\u0093NUMPY"),
    convert: (file) => `python3 -c 'import numpy; numpy.savetxt("${file}.csv", numpy.load("${file}"))'`,
  },
  { id: "hdf5", name: "an HDF5 file", begins: word("\u0089HDF"), convert: python('read_hdf("FILE")') },
  { id: "bzip2", name: "a bzip2 file", begins: word("BZh"), convert: unpack("bunzip2 -k") },
  { id: "xz", name: "an xz file", begins: magic(0xfd, 0x37, 0x7a, 0x58, 0x5a), convert: unpack("unxz -k") },
  { id: "7z", name: "a 7z archive", begins: magic(0x37, 0x7a, 0xbc, 0xaf), convert: unpack("7z x") },
  { id: "pdf", name: "a PDF", begins: word("%PDF"), convert: unpack("pdftotext") },
  { id: "png", name: "an image", begins: word("\u0089PNG"), convert: null },
  { id: "jpeg", name: "an image", begins: magic(0xff, 0xd8, 0xff), convert: null },
];

/** The kind of a file by its first bytes; null for text and for what is unknown. */
export function kindOf(first: Buffer): FileKind | null {
  return fileKinds.find(({ begins }) => begins(first)) ?? null;
}

/** The first bytes of a file; empty where it cannot be read, for reading it for good says why. */
export function firstBytes(file: string, most = 16): Buffer {
  try {
    const descriptor = openSync(file, "r");
    try {
      const bytes = Buffer.alloc(most);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, most, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
