/** A browser without a window, as the system has it: Playwright brings none here. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium as driver, type Browser } from 'playwright-core';
import type { OptionalTool } from './optional-tool.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = [
    process.env['CHROMIUM'] ?? '',
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
  ];
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return place !== '';
    } catch {
      return false;
    }
  });
}

export const chromium: OptionalTool = {
  name: 'Chromium',
  install: 'apt-get install chromium, or name a Chrome in the variable CHROMIUM',
  isPresent: () => findBrowser() !== undefined,
};

/** Containers run as root, where Chromium has no sandbox; nothing is opened but pages of these tests. */
export function launchChromium(args: readonly string[] = ['--disable-gpu']): Promise<Browser> {
  return driver.launch({ executablePath: findBrowser()!, args: ['--no-sandbox', ...args] });
}
