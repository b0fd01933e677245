/** A model's state as it stands in a journal: base64 of 32-bit floats, little-endian. */
export function encodeState(state: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(state.length * 4));
  for (const [i, value] of state.entries()) bytes.setFloat32(i * 4, value, true);
  return Buffer.from(bytes.buffer).toString("base64");
}

/** And back. */
export function decodeState(text: string): Float32Array {
  const bytes = Buffer.from(text, "base64");
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}
