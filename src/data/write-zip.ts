import { Readable } from "node:stream";
import { ZipFile } from "yazl";

/** One member to be packed. */
export interface MemberText {
  readonly name: string;
  /** Its text in pieces; asked for when its turn comes. */
  readonly text: () => Iterable<string>;
}

/** Members carry no time of their own: midnight of zip's first day, in whatever zone the reader lives. */
const options = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/** Packs texts into a zip archive, one after the other. The same members give the same bytes. */
export async function* zipOf(members: Iterable<MemberText>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = Readable.from(zip.outputStream, { objectMode: false });
  const fail = (error: unknown): void => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  zip.on("error", fail);
  for (const { name, text } of members) {
    zip.addReadStreamLazy(name, options, (ready) =>
      ready(null, Readable.from(text(), { objectMode: false }).on("error", fail)),
    );
  }
  zip.end();
  yield* output;
}
