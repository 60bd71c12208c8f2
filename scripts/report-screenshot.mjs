/**
 * The picture of the sample page for the README: `node scripts/report-screenshot.mjs`. Needs Chromium, by its name or in the
 * variable CHROMIUM.
 */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const MOST_BYTES = 400_000;
const page = new URL('../reports/sample/report.html', import.meta.url);
const image = fileURLToPath(new URL('../docs/images/report.png', import.meta.url));
const executablePath = process.env.CHROMIUM ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const view = await browser.newPage({ viewport: { width: 1120, height: 900 }, colorScheme: 'light' });
await view.goto(page.href);
const claim = view.locator('#claim-max-affine-sup');
await claim.evaluate((section) => {
  section.querySelector('details').open = false;
});
await claim.screenshot({ path: image });
await browser.close();
const { size } = statSync(image);
if (size > MOST_BYTES) throw new Error(`${image} has ${size} bytes, more than ${MOST_BYTES}`);
process.stdout.write(`${image}: ${size} bytes\n`);
