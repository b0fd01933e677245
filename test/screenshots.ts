import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

/**
 * Pictures of a report: `node test/screenshots.ts REPORT.html OUTFOLDER [WORDS]` writes light.png, dark.png and phone.png: the whole
 * page, or the folded part whose title has these words, unfolded. With `--first NAME` they are NAME-light.png and so on, and show what a
 * reader sees before scrolling.
 */
const first = process.argv.indexOf("--first");
const named = first === -1 ? null : process.argv[first + 1];
const [file, folder, words] = process.argv.slice(2, first === -1 ? undefined : first);
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

if (file === undefined || folder === undefined || !existsSync(file) || !existsSync(browserPath)) {
  process.stderr.write(
    `usage: node test/screenshots.ts REPORT.html OUTFOLDER [WORDS]\nBoth the report and a Chromium (${browserPath}; or set CHROMIUM) must exist.\n`,
  );
  process.exit(2);
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
  ],
});
try {
  const pictures = [
    { name: "light.png", width: 1280, colorScheme: "light" },
    { name: "dark.png", width: 1280, colorScheme: "dark" },
    { name: "phone.png", width: 360, colorScheme: "light" },
  ] as const;
  for (const { name, width, colorScheme } of pictures) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      deviceScaleFactor: width < 500 ? 2 : 1,
    });
    const page = await context.newPage();
    await page.goto(pathToFileURL(resolve(file)).href);
    const path = join(folder, named == null ? name : `${named}-${name}`);
    if (named != null) await page.screenshot({ path });
    else if (words === undefined) await page.screenshot({ path, fullPage: true });
    else {
      const part = page.locator("details", { has: page.locator("summary", { hasText: words }) });
      await part.locator("summary").first().click();
      await part.first().screenshot({ path });
    }
    await context.close();
    process.stdout.write(`${path}\n`);
  }
} finally {
  await browser.close();
}
