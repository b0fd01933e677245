import { readFile } from "node:fs/promises";
import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { contentHash, type JsonObject, jsonObject } from "../../core/json.ts";
import { type DatedForecast, datedForecast } from "./divergence.ts";
import { scales } from "./scales.ts";

/** Schema of how the forecasts of a series are read and scored later. */
const forecastBasis = z
  .object({ scale: z.enum(scales), rule: z.enum(["best so far", "interpolated"]) })
  .readonly();
export type ForecastBasis = z.infer<typeof forecastBasis>;

/** Schema of a file of forecasts: what was said, when, on which scale, under one hash. */
const forecastFileSchema = z.object({
  schema: z.literal("credence-forecasts/1"),
  made: z.string(),
  /** By series. */
  basis: z.record(z.string(), forecastBasis),
  forecasts: z.array(datedForecast),
  sha256: z.string(),
});

/** Such a file. */
export function forecastFile(
  made: string,
  basis: Readonly<Record<string, ForecastBasis>>,
  forecasts: readonly DatedForecast[],
): JsonObject {
  const body: JsonObject = {
    schema: "credence-forecasts/1",
    made,
    basis,
    forecasts: [...forecasts],
  };
  return { ...body, sha256: contentHash(body) };
}

/**
 * Reads such a file.
 *
 * @throws CredenceError `input` where it is none, or was changed since it was written
 */
export async function readRegistered(file: string): Promise<z.infer<typeof forecastFileSchema>> {
  let raw: unknown;
  try {
    raw = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CredenceError("input", "cannot be read as registered forecasts", {
      where: file,
      fix: "Name the forecasts.json of a run, or its copy in the folder `registered` of credence's home.",
      cause,
    });
  }
  const parsed = forecastFileSchema.safeParse(raw);
  if (!parsed.success) {
    throw new CredenceError("input", `not a file of registered forecasts: ${z.prettifyError(parsed.error)}`, {
      where: file,
      fix: "Name the forecasts.json of a run.",
    });
  }
  // Hashed as it stands in the file, with whatever a later version may have added.
  const { sha256, ...body } = jsonObject.parse(raw);
  if (contentHash(body) !== sha256) {
    throw new CredenceError(
      "input",
      "the forecasts were changed since they were written: their hash differs",
      {
        where: file,
        fix: "Use the copy in the folder `registered` of credence's home.",
      },
    );
  }
  return parsed.data;
}
