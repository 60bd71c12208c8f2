/** The page in a browser: it renders with its fonts, asks nobody for anything, is accessible, and stays a page. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PicturesDocument } from '../src/check/pictures.js';
import { reportPage } from '../src/report/html/page.js';
import type { Results } from '../src/report/results.js';
import { chromium, launchChromium } from './support/chromium.js';
import { hostileTexts } from './support/hostile-text.js';
import { describeWith } from './support/optional-tool.js';
import { valid as pictureDocuments } from './support/picture-documents.js';
import { valid } from './support/schema-documents.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const example = valid['results-1.schema.json']![0] as unknown as Results;
const pictures = pictureDocuments['pictures-1.schema.json']![0] as unknown as PicturesDocument;
/** A claim with a picture of each kind, counterexamples, faults and survivors. */
const results: Results = {
  ...example,
  claims: pictures.claims.map(({ id }) => ({ ...example.claims[0]!, id })),
};
const hostile = JSON.parse(
  JSON.stringify(results, (key, value: unknown) =>
    /^(title|description|note|item|command|family|model|message|where)$/.test(key) ? hostileTexts.join(' ') : value,
  ),
) as Results;

describeWith(chromium, 'the page in a browser', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'softproof-page-'));
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  interface Opened {
    readonly page: Page;
    /** What the page said, asked for, or could not do. */
    readonly complaints: readonly string[];
  }

  async function open(text: string, options: { scheme?: 'light' | 'dark'; width?: number } = {}): Promise<Opened> {
    const { scheme = 'light', width = 1200 } = options;
    const file = join(folder, 'report.html');
    writeFileSync(file, text);
    // The page's own policy would keep the checker out; it is looked at where it is in force.
    const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const url = request.url();
      if (url !== pathToFileURL(file).href && !url.startsWith('data:font/woff2')) complaints.push(`request: ${url}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  /** Impact, rule and place of what axe finds. */
  async function accessibility(page: Page): Promise<string[]> {
    const { violations } = await page.evaluate<AxeResults>(
      `${axe}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })`,
    );
    return violations
      .filter(({ impact }) => impact !== 'minor')
      .flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${impact!} ${id}: ${html.slice(0, 200)}`));
  }

  test.each(['light', 'dark'] as const)(
    'renders without a complaint and is accessible, %s',
    async (scheme) => {
      const { page, complaints } = await open(reportPage(results, pictures), { scheme });
      // What is folded away is part of the page.
      await page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })");
      expect(await accessibility(page)).toEqual([]);
      expect(complaints).toEqual([]);
      expect(await page.locator('svg.plot').count()).toBeGreaterThan(10);
      const colour = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(colour).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 22, 26)');
      await page.close();
    },
    120_000,
  );

  test('would be told if it were not accessible', async () => {
    const { page } = await open(reportPage(results, pictures).replaceAll('role="img"', 'role="button"'));
    expect((await accessibility(page)).length).toBeGreaterThan(0);
    await page.close();
  });

  test('typesets formulas in the fonts that it brings', async () => {
    const { page } = await open(reportPage(results, pictures));
    // Every family that a formula asks for first is one that was loaded from the page.
    const missing = await page.evaluate<string[]>(`document.fonts.ready.then(() => {
      const loaded = [...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family);
      const asked = [...document.querySelectorAll('.katex-html *')].filter((element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''));
      const names = asked.map((element) => getComputedStyle(element).fontFamily.split(',')[0].replace(/"/g, ''));
      return [...new Set(names)].filter((name) => !loaded.includes(name));
    })`);
    expect(missing).toEqual([]);
    expect(await page.locator('.katex-html').count()).toBeGreaterThan(3);
    await page.close();
  });

  test.each([1200, 390])('needs no sideways scrolling at a width of %i', async (width) => {
    const { page } = await open(reportPage(results, pictures), { width });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });

  test('lets the keyboard skip to the claims, and reach figures and what is folded away', async () => {
    const { page } = await open(reportPage(results, pictures));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the claims');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('claims');
    const reached = new Set<string>();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate<string>('document.activeElement.tagName'));
    }
    expect([...reached]).toEqual(expect.arrayContaining(['A', 'FIGURE', 'SUMMARY', 'DIV']));
    await page.close();
  });

  test('runs, loads and restyles nothing that hostile names ask for', async () => {
    const { page, complaints } = await open(reportPage(hostile, pictures));
    expect(complaints).toEqual([]);
    expect(await page.locator('script, img, iframe, [onload], [onerror], [onfocus], [style]').count()).toBe(0);
    expect(await page.locator('body').innerText()).toContain('<script>alert(1)</script>');
    await page.close();
  });

  test('would not even if markup had come in: the policy stops scripts, styles and images', async () => {
    const injected =
      '<script>document.title = "run"</script><p id="styled" style="color: rgb(1, 2, 3)">x</p><style>body { color: rgb(1, 2, 3); }</style><img src="https://example.org/x.png">';
    const { page, complaints } = await open(reportPage(results, pictures).replace('<main>', `<main>${injected}`));
    expect(await page.title()).not.toBe('run');
    const colours = await page.evaluate<string[]>(
      "[document.body, document.getElementById('styled')].map((element) => getComputedStyle(element).color)",
    );
    expect(colours).not.toContain('rgb(1, 2, 3)');
    expect(complaints.filter((line) => line.startsWith('console')).length).toBeGreaterThanOrEqual(4);
    await page.close();
  });

  test('prints: nothing folded away is lost, and nothing is cut off', async () => {
    const { page } = await open(reportPage(results, pictures));
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav').isVisible()).toBe(false);
    const folded = await page.evaluate<string[]>(
      "[...document.querySelectorAll('details.printed')].map((part) => getComputedStyle(part, '::details-content').contentVisibility)",
    );
    expect(new Set(folded)).toEqual(new Set(['visible']));
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.length).toBeGreaterThan(10_000);
    await page.close();
  });
});
