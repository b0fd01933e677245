import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CredenceError } from "../../core/error.ts";
import { libraryFolder } from "./library-folder.ts";

/** The libllama release whose struct layouts stand below. */
export const release = "0.4.0";

/** Address of something in libllama; null is none. */
export type Pointer = unknown;

/** What of a batch is written before each decode. Arrays have room for `capacity` tokens. */
export interface Batch {
  readonly struct: { n_tokens: number };
  readonly token: Int32Array;
  readonly position: Int32Array;
  readonly sequence: readonly Int32Array[];
  readonly output: Int8Array;
}

/** libllama's functions, as far as they are used. Pointers are opaque. */
export interface Libllama {
  readonly loadModel: (path: string) => Pointer;
  readonly freeModel: (model: Pointer) => void;
  /** A context for exact prefix reuse: no flash attention, F32 cache, full sliding windows, a cache for each sequence. */
  readonly newContext: (model: Pointer, shape: ContextShape) => Pointer;
  readonly freeContext: (context: Pointer) => void;
  readonly vocabulary: (model: Pointer) => Pointer;
  readonly vocabularySize: (vocabulary: Pointer) => number;
  readonly hiddenSize: (model: Pointer) => number;
  readonly trainedContext: (model: Pointer) => number;
  /** Bytes that one token takes in a cache of F32 keys and values, about. */
  readonly cellBytes: (model: Pointer) => number;
  readonly template: (model: Pointer) => string | null;
  readonly tokenize: (vocabulary: Pointer, text: string) => number[];
  readonly piece: (vocabulary: Pointer, token: number) => Uint8Array;
  readonly bos: (vocabulary: Pointer) => number;
  readonly eos: (vocabulary: Pointer) => number;
  readonly addsBos: (vocabulary: Pointer) => boolean;
  readonly endsTurn: (vocabulary: Pointer, token: number) => boolean;
  readonly isControl: (vocabulary: Pointer, token: number) => boolean;
  readonly newBatch: (capacity: number) => Batch;
  readonly freeBatch: (batch: Batch) => void;
  /** Resolves to 0 when all went well. */
  readonly decode: (context: Pointer, batch: Batch) => Promise<number>;
  /** View of one output's logits, valid until the next decode. */
  readonly logits: (context: Pointer, index: number, size: number) => Float32Array;
  readonly hidden: (context: Pointer, index: number, size: number) => Float32Array;
  readonly wantHidden: (context: Pointer, wanted: boolean) => void;
  readonly setThreads: (context: Pointer, one: number, many: number) => void;
  readonly memory: (context: Pointer) => Pointer;
  readonly removeTail: (memory: Pointer, sequence: number, from: number) => boolean;
  /** Writes a model file's weights anew in another format (`llama_ftype`); resolves to 0 when all went well. */
  readonly quantize: (source: string, target: string, format: number) => Promise<number>;
}

/** Size of a context. */
interface ContextShape {
  /** Cells of the cache of all sequences together. */
  readonly cells: number;
  readonly batch: number;
  readonly sequences: number;
  readonly outputs: number;
  readonly threads: number;
}

let loaded: Promise<Libllama> | null = null;

/**
 * Loads libllama of this platform, once.
 *
 * @throws CredenceError `model` when the platform's package is missing or holds another release
 */
export function libllama(): Promise<Libllama> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Libllama> {
  const folder = libraryFolder();
  const { default: koffi } = await import("koffi");
  const files = readdirSync(folder);
  const find = (pattern: RegExp): string => {
    const file = files.find((name) => pattern.test(name));
    if (file !== undefined) return join(folder, file);
    throw new CredenceError("model", `the local engine is not libllama ${release}`, {
      where: folder,
      fix: "Install exactly what package-lock.json names: npm ci.",
    });
  };
  const version = release.replaceAll(".", "\\.");
  koffi.load(find(/ggml-base/), { global: true });
  const ggml = koffi.load(find(new RegExp(`^(lib)?ggml\\.(v?${version}|dll)`)), { global: true });
  const library = koffi.load(find(new RegExp(`^(lib)?llama\\.(v?${version}|dll)`)), { global: true });

  koffi.struct("llama_model_params", {
    devices: "void*",
    tensor_buft_overrides: "void*",
    n_gpu_layers: "int32",
    split_mode: "int32",
    load_mode: "int32",
    lazy_mode: "int32",
    main_gpu: "int32",
    tensor_split: "void*",
    progress_callback: "void*",
    progress_callback_user_data: "void*",
    kv_overrides: "void*",
    vocab_only: "bool",
    check_tensors: "bool",
    use_extra_bufts: "bool",
    no_host: "bool",
    no_alloc: "bool",
    load_mtp: "bool",
  });
  koffi.struct("llama_context_params", {
    n_ctx: "uint32",
    n_batch: "uint32",
    n_ubatch: "uint32",
    n_seq_max: "uint32",
    n_rs_seq: "uint32",
    n_outputs_max: "uint32",
    n_outputs_max_per_seq: "uint32",
    n_threads: "int32",
    n_threads_batch: "int32",
    ctx_type: "int32",
    rope_scaling_type: "int32",
    pooling_type: "int32",
    attention_type: "int32",
    flash_attn_type: "int32",
    rope_freq_base: "float",
    rope_freq_scale: "float",
    yarn_ext_factor: "float",
    yarn_attn_factor: "float",
    yarn_beta_fast: "float",
    yarn_beta_slow: "float",
    yarn_orig_ctx: "uint32",
    defrag_thold: "float",
    cb_eval: "void*",
    cb_eval_user_data: "void*",
    type_k: "int32",
    type_v: "int32",
    abort_callback: "void*",
    abort_callback_data: "void*",
    embeddings: "bool",
    offload_kqv: "bool",
    no_perf: "bool",
    op_offload: "bool",
    swa_full: "bool",
    kv_unified: "bool",
    samplers: "void*",
    n_samplers: "size_t",
    ctx_other: "void*",
  });
  koffi.struct("llama_model_quantize_params", {
    nthread: "int32",
    ftype: "int32",
    output_tensor_type: "int32",
    token_embedding_type: "int32",
    allow_requantize: "bool",
    quantize_output_tensor: "bool",
    only_copy: "bool",
    pure: "bool",
    keep_split: "bool",
    dry_run: "bool",
    imatrix: "void*",
    kv_overrides: "void*",
    tt_overrides: "void*",
    prune_layers: "void*",
    max_buf_size: "size_t",
  });
  koffi.struct("llama_batch", {
    n_tokens: "int32",
    token: "void*",
    embd: "void*",
    pos: "void*",
    n_seq_id: "void*",
    seq_id: "void*",
    logits: "void*",
  });
  const of = (declaration: string): ReturnType<typeof library.func> => library.func(declaration);
  const silence = koffi.register(
    () => {},
    koffi.pointer(koffi.proto("void LogCallback(int32, const char*, void*)")),
  );
  if (process.env.CREDENCE_ENGINE_LOG === undefined) of("void llama_log_set(void*, void*)")(silence, null);
  ggml.func("void ggml_backend_load_all_from_path(const char*)")(folder);
  of("void llama_backend_init()")();

  const modelDefaults = of("llama_model_params llama_model_default_params()");
  const contextDefaults = of("llama_context_params llama_context_default_params()");
  const quantizeDefaults = of("llama_model_quantize_params llama_model_quantize_default_params()");
  checkLayout(modelDefaults(), contextDefaults(), quantizeDefaults());

  const loadFile = of("void* llama_model_load_from_file(const char*, llama_model_params)");
  const initContext = of("void* llama_init_from_model(void*, llama_context_params)");
  const tokenize = of("int32 llama_tokenize(void*, const char*, int32, _Out_ int32*, int32, bool, bool)");
  const piece = of("int32 llama_token_to_piece(void*, int32, _Out_ uint8*, int32, int32, bool)");
  const quantize = of(
    "uint32 llama_model_quantize(const char*, const char*, const llama_model_quantize_params*)",
  );
  const makeBatch = of("llama_batch llama_batch_init(int32, int32, int32)");
  const freeBatch = of("void llama_batch_free(llama_batch)");
  const decode = of("int32 llama_decode(void*, llama_batch)");
  const logitsAt = of("void* llama_get_logits_ith(void*, int32)");
  const hiddenAt = of("void* llama_get_embeddings_ith(void*, int32)");
  const remove = of("bool llama_memory_seq_rm(void*, int32, int32, int32)");
  const layers = of("int32 llama_model_n_layer(void*)");
  const heads = of("int32 llama_model_n_head(void*)");
  const keyHeads = of("int32 llama_model_n_head_kv(void*)");
  const width = of("int32 llama_model_n_embd(void*)");
  const templateOf = of("const char* llama_model_chat_template(void*, const char*)");
  const floats = (address: unknown, size: number): Float32Array =>
    new Float32Array(koffi.view(address, size * 4));

  const settled = (call: (done: (error: Error | null, code: number) => void) => void): Promise<number> =>
    new Promise((resolve, reject) => {
      call((error, code) => (error === null ? resolve(code) : reject(error)));
    });

  return {
    loadModel: (path) => loadFile(path, { ...modelDefaults(), n_gpu_layers: 0 }),
    freeModel: of("void llama_model_free(void*)"),
    newContext: (model, shape) =>
      initContext(model, {
        ...contextDefaults(),
        n_ctx: shape.cells,
        n_batch: shape.batch,
        n_ubatch: shape.batch,
        n_seq_max: shape.sequences,
        n_outputs_max: shape.outputs,
        n_threads: shape.threads,
        n_threads_batch: shape.threads,
        flash_attn_type: 0,
        type_k: 0,
        type_v: 0,
        kv_unified: false,
        swa_full: true,
        no_perf: true,
        embeddings: false,
      }),
    freeContext: of("void llama_free(void*)"),
    vocabulary: of("void* llama_model_get_vocab(void*)"),
    vocabularySize: of("int32 llama_vocab_n_tokens(void*)"),
    hiddenSize: width,
    trainedContext: of("int32 llama_model_n_ctx_train(void*)"),
    cellBytes: (model) =>
      layers(model) *
      keyHeads(model) *
      Math.ceil(width(model) / heads(model)) *
      2 *
      Float32Array.BYTES_PER_ELEMENT,
    template: (model) => templateOf(model, null),
    tokenize: (vocabulary, text) => {
      const bytes = Buffer.byteLength(text);
      const out = new Int32Array(bytes + 8);
      const count: number = tokenize(vocabulary, text, bytes, out, out.length, false, true);
      if (count < 0) throw new Error(`libllama could not tokenize ${bytes} bytes`);
      return Array.from(out.subarray(0, count));
    },
    piece: (vocabulary, token) => {
      const out = new Uint8Array(256);
      const count: number = piece(vocabulary, token, out, out.length, 0, true);
      return out.slice(0, Math.max(0, count));
    },
    bos: of("int32 llama_vocab_bos(void*)"),
    eos: of("int32 llama_vocab_eos(void*)"),
    addsBos: of("bool llama_vocab_get_add_bos(void*)"),
    endsTurn: of("bool llama_vocab_is_eog(void*, int32)"),
    isControl: of("bool llama_vocab_is_control(void*, int32)"),
    newBatch: (capacity) => {
      const struct = makeBatch(capacity, 0, 1);
      const counts = new Int32Array(koffi.view(struct.n_seq_id, capacity * 4));
      counts.fill(1);
      return {
        struct,
        token: new Int32Array(koffi.view(struct.token, capacity * 4)),
        position: new Int32Array(koffi.view(struct.pos, capacity * 4)),
        sequence: Array.from(
          { length: capacity },
          (_, i) => new Int32Array(koffi.view(koffi.decode(struct.seq_id, i * 8, "void*"), 4)),
        ),
        output: new Int8Array(koffi.view(struct.logits, capacity)),
      };
    },
    freeBatch: (batch) => freeBatch(batch.struct),
    decode: (context, batch) => settled((done) => decode.async(context, batch.struct, done)),
    logits: (context, index, size) => floats(logitsAt(context, index), size),
    hidden: (context, index, size) => floats(hiddenAt(context, index), size),
    wantHidden: of("void llama_set_embeddings(void*, bool)"),
    setThreads: of("void llama_set_n_threads(void*, int32, int32)"),
    memory: of("void* llama_get_memory(void*)"),
    removeTail: (memory, sequence, from) => remove(memory, sequence, from, -1),
    quantize: (source, target, format) => {
      const params = { ...quantizeDefaults(), ftype: format, allow_requantize: true };
      return settled((done) => quantize.async(source, target, params, done));
    },
  };
}

/** The defaults that libllama 0.4.0 is known to give: a field that has moved shows here, before any number is wrong. */
function checkLayout(
  model: Readonly<Record<string, unknown>>,
  context: Readonly<Record<string, unknown>>,
  quantize: Readonly<Record<string, unknown>>,
): void {
  const right =
    context.n_ctx === 512 &&
    context.n_batch === 2048 &&
    context.n_ubatch === 512 &&
    context.n_seq_max === 1 &&
    context.yarn_beta_fast === -1 &&
    context.type_k === 1 &&
    context.type_v === 1 &&
    context.embeddings === false &&
    context.offload_kqv === true &&
    model.vocab_only === false &&
    model.check_tensors === false &&
    quantize.ftype === 7 &&
    quantize.quantize_output_tensor === true &&
    quantize.dry_run === false &&
    quantize.imatrix === null &&
    quantize.prune_layers === null;
  if (right) return;
  throw new CredenceError("model", `the local engine's structs are not those of libllama ${release}`, {
    fix: "Install exactly what package-lock.json names: npm ci.",
  });
}
