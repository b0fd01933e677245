import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { ToolDefinition } from "../core/message.ts";

/**
 * Where an exported sample keeps the exact definitions of its agent's tools: what Inspect itself can read of a JSON schema is less
 * than what providers allow.
 */
export const toolsKey = "credence:tools";

/** Tool definitions as far as Inspect can read them: one member it does not expect makes a whole log unreadable. */
export function inspectTools(tools: readonly ToolDefinition[]): JsonObject[] {
  return tools.map(({ name, description, parameters }) => {
    const { properties, required, additionalProperties } = schema(parameters);
    return {
      name,
      description,
      parameters: {
        type: "object",
        properties: properties ?? {},
        required: required ?? [],
        additionalProperties: additionalProperties ?? false,
      },
    };
  });
}

const types: readonly Json[] = ["string", "integer", "number", "boolean", "array", "object", "null"];

function schema(from: JsonObject): JsonObject {
  const { type, description, enum: values, items, properties, required, additionalProperties, anyOf } = from;
  return {
    ...(type !== undefined && types.includes(type) ? { type } : {}),
    // Several types at once are read by newer versions only.
    ...(isList(type)
      ? { anyOf: type.filter((one) => types.includes(one)).map((one) => ({ type: one })) }
      : {}),
    ...(typeof description === "string" ? { description } : {}),
    ...(isList(values) ? { enum: values } : {}),
    ...(from.default === undefined ? {} : { default: from.default }),
    ...(isJsonObject(items) ? { items: schema(items) } : {}),
    ...(isJsonObject(properties) ? { properties: schemas(properties) } : {}),
    ...(isList(required) ? { required: required.filter((name) => typeof name === "string") } : {}),
    ...(typeof additionalProperties === "boolean" ? { additionalProperties } : {}),
    ...(isJsonObject(additionalProperties) ? { additionalProperties: schema(additionalProperties) } : {}),
    ...(isList(anyOf) ? { anyOf: anyOf.filter(isJsonObject).map(schema) } : {}),
  };
}

function schemas(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      isJsonObject(property) ? [[name, schema(property)]] : [],
    ),
  );
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
