import { readFileSync } from 'node:fs';
import { claims } from '../theorems/index.js';
import type { Registry, SourcePlace } from './registry.js';

/** The claims of this package. */
export const ownRegistry: Registry = {
  claims,
  module: new URL('../theorems/index.js', import.meta.url).href,
  sourceOf,
};

/** A claim stands in the file of its name; which line is only known in a checkout. */
function sourceOf(claim: string): SourcePlace | undefined {
  if (!claims.some(({ id }) => id === claim)) return undefined;
  const file = `src/theorems/${claim}.ts`;
  try {
    const lines = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split('\n');
    return { file, line: Math.max(1, lines.findIndex((line) => line.includes(`id: '${claim}'`)) + 1) };
  } catch {
    return { file, line: 1 };
  }
}
