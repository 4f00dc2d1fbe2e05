// Looks at the dashboard in Chromium. Each line on stdout is what was seen, as JSON; the next
// step begins with a line on stdin.
//   dashboard.mjs URL CHROMIUM FOLDER
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [url, executablePath, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const WIDE = { width: 1280, height: 900 }, SMALL = { width: 375, height: 780 };
const WAIT = { timeout: 30000 };

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function tell(seen) {
  console.log(JSON.stringify(seen));
  await lines.next();
}

const logged = (page) => page.locator("#figures .tile").nth(4).locator(".number").innerText();
const isState = (page, state) =>
  page.waitForSelector(`#live[data-state=${state}]`, WAIT);

async function follow() {
  const page = await browser.newPage({ viewport: WIDE });
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (said) => { if (said.type() === "error") errors.push(said.text()); });
  await page.goto(url);
  await isState(page, "live");
  await page.screenshot({ path: `${folder}/light.png`, fullPage: true });
  await page.keyboard.press("Tab");
  const focus = await page.evaluate(() => document.activeElement.className);
  const others = await page.evaluate(() => performance.getEntriesByType("resource")
    .map((entry) => new URL(entry.name).origin).filter((origin) => origin !== location.origin));
  await tell({ step: "loaded", logged: await logged(page), errors: [...errors], focus, others,
               last: await page.locator("#last").innerText(),
               text: await page.locator("main").innerText(),
               charts: await page.locator("figure svg[role=img]").count() });
  const changed = async (before) => {
    await page.waitForFunction((old) => document.querySelectorAll("#figures .number")[4]
      .textContent !== old, before, WAIT);
    return { logged: await logged(page), last: await page.locator("#last").innerText() };
  };
  let before = await logged(page);
  console.log(JSON.stringify({ step: "watching", ...await changed(before) }));
  await lines.next();
  before = await logged(page);
  await isState(page, "stale");
  await page.screenshot({ path: `${folder}/stale.png` });
  await tell({ step: "stale", words: await page.locator("#live").innerText() });
  await isState(page, "live");
  const seen = await changed(before);
  await tell({ step: "back", ...seen, words: await page.locator("#live").innerText() });
  await page.close();
}

// Every rule of the audit; the context lets its script in past the page's own rules.
async function audit(name, colorScheme, viewport) {
  const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport });
  const page = await context.newPage();
  await page.goto(url);
  await isState(page, "live");
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  const wider = await page.evaluate(() =>
    document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await context.close();
  return { name, passes: found.passes.length, wider, violations: found.violations.map((one) =>
    ({ id: one.id, help: one.help, nodes: one.nodes.map((node) => node.html).slice(0, 5) })) };
}

async function hostile() {
  const page = await browser.newPage();
  const bad = "<img src=x onerror=alert(1)>";
  await page.goto(`${url}?tenant=${encodeURIComponent(bad)}`);
  await page.waitForSelector(".failed", WAIT);
  const seen = await page.evaluate(() => ({
    images: document.images.length, line: document.getElementById("tenant-line").textContent }));
  await page.close();
  return seen;
}

try {
  await follow();
  console.log(JSON.stringify({ step: "audited", hostile: await hostile(), audits: [
    await audit("wide", "light", WIDE), await audit("dark", "dark", WIDE),
    await audit("small", "light", SMALL)] }));
} finally {
  await browser.close();
}
process.exit(0);
