// Looks at the console of a running stack in Chromium, for e2e/console: node page.mjs ADDRESS TOPIC LOG-FILE PICTURES.
// Prints a line for each check; ends with status 1 if one fails.
import axe from "axe-core";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const [, , base, topic, log, pictures] = process.argv;
const site = base.replace(/\/$/, "");
const profile = fs.mkdtempSync(path.join(os.tmpdir(), "millrace-console-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const problems = [];
let failed = 0;

function check(what, holds, shown) {
  console.log(`${holds ? "ok    " : "FAILED"} ${what}${holds ? "" : ": " + shown}`);
  failed += holds ? 0 : 1;
}

async function open(address, width = 1440, scheme = "light") {
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && problems.push(`${address}: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`${address}: ${error.message}`));
  page.on("dialog", (dialog) => { problems.push(`${address}: a dialog`); dialog.dismiss(); });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
  await page.goto(site + address);
  return page;
}

const text = (page) => page.locator("main").innerText();
const has = async (page, wanted, seconds = 30) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await page.waitForTimeout(50)) {
    if ((await text(page)).includes(wanted)) return true;
  }
  return false;
};

try {
  const encoded = encodeURIComponent(topic);
  const flow = await open("/");
  for (const name of ["producer", "sink", topic]) {
    check(`the flow shows ${name}`, await has(flow, name), await text(flow));
  }

  const follow = await open(`/topics/${encoded}?from=latest&follow=true`);
  await has(follow, "Following");
  await follow.waitForTimeout(2000);
  const before = Date.now();
  fs.appendFileSync(log, "a line that comes while somebody looks\n");
  check("a new record comes without loading the page again", await has(follow, "a line that comes while somebody looks"), await text(follow));
  console.log(`       ${Date.now() - before} ms after its line was written (tail looks once a second)`);
  await follow.close();

  const hostile = "<img src=x onerror=alert(1)>";
  const found = await open(`/topics/${encoded}?from=earliest&text=onerror`);
  check("a search finds a hostile line, as text", await has(found, hostile), await text(found));
  check("marks that turn the writing round are seen", await has(found, "\\u202e"), await text(found));
  check("no picture was made of it", (await found.locator("main img").count()) === 0, "an img in the page");
  await found.locator("button[aria-expanded]").first().focus();
  await found.keyboard.press("Enter");
  await found.waitForTimeout(500);
  check("a row opens by the keyboard and is in the address", found.url().includes("open="), found.url());
  const link = found.url().slice(site.length);
  await found.close();
  const linked = await open(link);
  check("the address shows the same again", await has(linked, hostile), await text(linked));
  await linked.close();

  await flow.keyboard.press("/");
  await flow.keyboard.type(topic);
  await flow.keyboard.press("Enter");
  check("a key and a name lead to a topic", await flow.waitForURL(`**/topics/${encoded}*`).then(() => true, () => false), flow.url());
  await flow.close();

  const way = await open(`/record?topic=${encoded}&partition=0&offset=0`);
  check("a record's way ends in a file", await has(way, ".txt"), await text(way));
  await way.close();

  const landed = await open("/landed");
  check("results of jobs are found", await has(landed, "/results/by-hour", 60), await text(landed));
  await landed.getByText("/results/by-hour").click();
  await landed.locator("figure.standing").waitFor({ timeout: 30_000 }).catch(() => {});
  check("counts over time are standing bars", (await landed.locator("figure.standing rect").count()) > 24, await text(landed));
  const levels = await open("/landed/result?folder=%2Fresults%2Flevels");
  check("counts are lying bars with their shares", await has(levels, "3,400 (93.2 %)"), await text(levels));
  await landed.close();
  const files = await open("/landed?root=%2Fconsole-test");
  check("a folder of lines says how its levels are counted", await has(files, "Count its records by level"), await text(files));
  await files.close();
  await levels.close();

  const pages = { results: "/landed/result?folder=%2Fresults%2Fby-hour", levels: "/landed/result?folder=%2Fresults%2Flevels", flow: "/", topics: "/topics", topic: `/topics/${encoded}`, partitions: `/topics/${encoded}?tab=partitions`, groups: "/groups",
    landed: "/landed", files: "/landed?root=%2Fconsole-test", log: "/landed/log?root=%2Fconsole-test", alerts: "/alerts", letters: "/dead-letters",
    record: `/record?topic=${encoded}&partition=0&offset=0` };
  for (const [name, address] of Object.entries(pages)) {
    for (const [width, scheme] of [[1440, "light"], [1440, "dark"], [390, "light"]]) {
      const page = await open(address, width, scheme);
      await page.waitForTimeout(2500);
      await page.screenshot({ path: `${pictures}/${name}-${width}-${scheme}.png` });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(`${name} ${width} ${scheme} does not scroll sideways`, wide <= 0, `${wide} px`);
      const cdp = await context.newCDPSession(page);
      await cdp.send("Runtime.evaluate", { expression: axe.source });
      const violations = await page.evaluate(async () => (await window.axe.run(document)).violations
        .map((one) => `${one.id}: ${one.nodes.slice(0, 2).map((node) => node.html.slice(0, 120)).join(" ")}`));
      check(`${name} ${width} ${scheme} for everybody (axe)`, violations.length === 0, violations.join("; "));
      await page.close();
    }
  }
  check("the browser had nothing to complain of", problems.length === 0, [...new Set(problems)].join("; "));
} finally {
  await context.close();
  fs.rmSync(profile, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
