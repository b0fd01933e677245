/** What a trial's key knows of a model: enough that another file or another name is another measurement. */
export interface ModelIdentity {
  readonly adapter: "local" | "openai" | "anthropic" | "scripted";
  /** Name as the provider knows it, or the file's name. */
  readonly name: string;
  /** Where it is served (base URL without credentials); null for a model in this process. */
  readonly endpoint: string | null;
  /** SHA-256 of the model file, or null where there is none to hash. */
  readonly fingerprint: string | null;
}
