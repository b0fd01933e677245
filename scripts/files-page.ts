// Writes docs/files.md: every form in every container, read.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesPage } from "../lab/files/page.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-files-"));
writeFileSync(new URL("../docs/files.md", import.meta.url), await filesPage(folder));
rmSync(folder, { recursive: true });
