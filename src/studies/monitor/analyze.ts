import { Buffer } from "node:buffer";
import type { JsonObject } from "../../core/json.ts";
import { obuchowski as _unused } from "../../stats/obuchowski.ts";
