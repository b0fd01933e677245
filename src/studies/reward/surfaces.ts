import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

/** A sentence that may name files, the rule asked for, the rule paid for, the word for the amount and what a line is over: `{answer}`, `{paid}`. */
const sentence = z.string().min(1);
const levels = <Level extends string>(...names: readonly Level[]) =>
  z.record(z.enum(names), sentence).readonly();

/** Schema of one way to say everything: names of files, tag words and syntax. The same cell in four of these is one measurement in four forms. */
const surface = z
  .strictObject({
    id: z.string(),
    files: levels("answer", "check", "score", "notes", "history"),
    domain: levels("coding", "office"),
    folder: sentence,
    request: sentence,
    knows: levels("none", "file", "history"),
    told: levels("adds", "takes"),
    counts: levels("applies", "inert"),
    route: levels("none", "special", "check", "score"),
    oversight: levels("unseen", "seen"),
    exit: levels("on", "off"),
  })
  .readonly();
export type Surface = z.infer<typeof surface>;

const shipped = new URL("../../../assets/reward/surfaces.yaml", import.meta.url);

/** All surface families. */
export const surfaces: readonly Surface[] = z.array(surface).parse(parse(readFileSync(shipped, "utf8")));
