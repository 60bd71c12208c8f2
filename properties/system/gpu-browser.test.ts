/** The kernel in a browser, as it is built, without Node: the same code, held against the same bound. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromium, launchChromium } from '../support/chromium.js';
import { tellingCases, worstRatio } from '../support/gpu-cases.js';
import { describeWith, requireTool } from '../support/optional-tool.js';
import { root } from './workspace.js';

/** A page needs an origin; nothing is asked of the network. */
const ORIGIN = 'http://localhost/';

/** Only the page can tell: not every Chromium has WebGPU, nor the software adapter. */
const browserAdapter = {
  name: 'a Chromium whose WebGPU has a software adapter',
  install: 'apt-get install chromium of Debian 12 or later, or name a recent Chrome in the variable CHROMIUM',
};

/** Of support/browser-dense.mjs. */
interface PageFunctions {
  readonly hasAdapter: () => Promise<boolean>;
  readonly evaluateDense: (numbers: object) => Promise<{ means: number[]; bounds: number[] }>;
}

describeWith(chromium, 'the kernel of dense attention in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    const software = ['--enable-unsafe-webgpu', '--enable-unsafe-swiftshader', '--use-webgpu-adapter=swiftshader'];
    browser = await launchChromium(software);
  });
  afterAll(() => browser.close());

  test('is within the stated bound of the exact mean', async (context) => {
    const page = await browser.newPage();
    await page.route(`${ORIGIN}**`, (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === '/') return route.fulfill({ contentType: 'text/html', body: '<title>kernel</title>' });
      const file = path === '/page.js' ? 'properties/support/browser-dense.mjs' : `dist${path}`;
      const body = readFileSync(new URL(file, root), 'utf8');
      return route.fulfill({ contentType: 'text/javascript', body });
    });
    await page.goto(ORIGIN);
    await page.addScriptTag({ type: 'module', url: `${ORIGIN}page.js` });
    const hasAdapter = await page.evaluate(() => (globalThis as unknown as PageFunctions).hasAdapter());
    requireTool(context, browserAdapter, hasAdapter);
    for (const example of tellingCases) {
      const { partition, values, box, queries } = example;
      const { inverseTemperature, keys, offsets } = partition;
      const given = {
        ...{ inverseTemperature, keys: [...keys], values: [...values], box: [...box], queries: [...queries] },
        ...(offsets === undefined ? {} : { offsets: [...offsets] }),
      };
      const { means, bounds } = await page.evaluate(
        (numbers) => (globalThis as unknown as PageFunctions).evaluateDense(numbers),
        given,
      );
      expect(worstRatio(example, means, bounds)).toBeLessThanOrEqual(1);
      expect(Math.max(...bounds)).toBeLessThan(1e-3);
    }
  });
});
