import type { Output } from './context.js';

/** One JSON document, and nothing else. */
export function printJson(stdout: Output, document: unknown): void {
  stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
}
