import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium } from "playwright-core";
import { z } from "zod";
import { hostileReport, hostileTexts } from "../../test/hostile-report.ts";
import { probeContrast, probeSafety } from "../../test/page-probe.ts";
import { sampleReport } from "../../test/sample-report.ts";
import { renderHtml } from "./html.ts";

const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = existsSync(browserPath)
  ? false
  : `NOT TESTED IN A BROWSER: there is no Chromium at ${browserPath}; set CHROMIUM to one`;

const folder = mkdtempSync(join(tmpdir(), "credence-page-"));
const file = (name: string): string => join(folder, name);
let browser: BrowserContext | undefined;

before(async () => {
  if (skip !== false) return;
  browser = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: browserPath,
    args: [
      ..."--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split(
        " ",
      ),
      ..."--disable-component-update --disable-sync".split(" "),
    ],
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const safety = z.object({ hit: z.string().nullable(), overflow: z.array(z.string()), text: z.string() });
const contrast = z.object({ poor: z.array(z.string()), checked: z.number() });

type Seen = z.infer<typeof safety> & {
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
};

/** Opens a file from disk as a reader would, points at everything, opens what is folded, and says what happened. */
async function open(path: string, width: number, colorScheme: "light" | "dark"): Promise<Seen> {
  assert.ok(browser !== undefined);
  const page = await browser.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("dialog", (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme });
  await page.goto(pathToFileURL(path).href);
  const seen = safety.parse(await page.evaluate(probeSafety));
  await page.close();
  return { ...seen, requests, complaints };
}

const views = [
  [360, "light"],
  [360, "dark"],
  [1280, "light"],
  [1440, "dark"],
] as const;

test("hostile pages run nothing, ask for nothing and stay within the window", { skip }, async () => {
  for (const [index, text] of hostileTexts.entries()) {
    const path = file(`hostile-${index}.html`);
    writeFileSync(path, await renderHtml(hostileReport(text)));
    const [width, scheme] = views[index % 2 === 0 ? 0 : 2];
    const seen = await open(path, width, scheme);
    assert.equal(seen.hit, null, text);
    assert.deepEqual(seen.requests, [pathToFileURL(path).href], text);
    assert.deepEqual(seen.complaints, [], "a policy that has to block something is a page that tried");
    assert.deepEqual(seen.overflow, [], text.slice(0, 60));
  }
});

test("all hostile texts together, at every width, light and dark", { skip }, async () => {
  const path = file("all.html");
  writeFileSync(path, await renderHtml(hostileReport(hostileTexts.join(" "))));
  for (const [width, scheme] of views) {
    const seen = await open(path, width, scheme);
    assert.deepEqual([seen.hit, seen.requests.length, seen.complaints, seen.overflow], [null, 1, [], []]);
    assert.match(seen.text, /<script>window\.hit = "script"<\/script>/, "what was planted is shown as text");
  }
});

test("the sample report fits every width", { skip }, async () => {
  const path = file("sample.html");
  writeFileSync(path, await renderHtml(sampleReport()));
  for (const [width, scheme] of views) {
    const seen = await open(path, width, scheme);
    assert.deepEqual([seen.overflow, seen.complaints], [[], []]);
    assert.match(seen.text, /0\.53 \[0\.45, 0\.61\]/);
  }
});

test("without the escaping and the policy the same texts would run and ask", { skip }, async () => {
  const server = createServer((_, response) => response.end());
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  try {
    const path = file("naked.html");
    writeFileSync(
      path,
      `<!doctype html><body>${hostileTexts.slice(0, 3).join("")}<p>${"W".repeat(3000)}</p>`,
    );
    const seen = await open(path, 360, "light");
    assert.notEqual(seen.hit, null);
    assert.ok(seen.requests.length > 1);
    assert.notDeepEqual(seen.overflow, []);
  } finally {
    server.close();
  }
});

test("print opens what is folded, and drops the contents", { skip }, async () => {
  assert.ok(browser !== undefined);
  const path = file("print.html");
  writeFileSync(path, await renderHtml(sampleReport()));
  const page = await browser.newPage();
  await page.goto(pathToFileURL(path).href);
  const shown = async (selector: string): Promise<unknown> =>
    await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).checkVisibility()`);
  const folded = [await shown("details pre"), await shown("nav")];
  await page.emulateMedia({ media: "print" });
  const printed = [await shown("details pre"), await shown("nav")];
  await page.close();
  assert.deepEqual(folded, [false, true]);
  assert.deepEqual(printed, [true, false]);
});

test("text has contrast of at least 4.5 to its ground, light and dark", { skip }, async () => {
  assert.ok(browser !== undefined);
  const path = file("contrast.html");
  writeFileSync(path, await renderHtml(hostileReport("plain words")));
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage();
    await page.emulateMedia({ colorScheme });
    await page.goto(pathToFileURL(path).href);
    const { poor, checked } = contrast.parse(await page.evaluate(probeContrast));
    await page.close();
    assert.ok(checked > 50);
    assert.deepEqual(poor, [], colorScheme);
  }
});
