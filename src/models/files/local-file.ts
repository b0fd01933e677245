/** A model file whose hash has been checked. */
export interface LocalModelFile {
  readonly path: string;
  readonly sha256: string;
  readonly name: string;
  /** As the person wrote it. */
  readonly reference: string;
}
