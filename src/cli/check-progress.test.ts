import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import { certain, falseAbove100 } from '../../properties/system/artificial-claims.mjs';
import { runClaims } from '../check/run-claims.js';
import { showProgress } from './check-progress.js';

const plain = picocolors.createColors(false);

async function watch(isTTY: boolean, columns: number): Promise<string[]> {
  const written: string[] = [];
  const progress = showProgress({ write: (text) => written.push(text), isTTY, columns }, plain);
  const registry = { claims: [certain, falseAbove100], module: '' };
  await runClaims({ registry, profile: 'quick', workers: 0, onEvent: progress.onEvent });
  progress.stop();
  return written;
}

/** What a terminal shows in the end: honours the two escape sequences that are used. */
function screen(written: readonly string[]): string[] {
  const lines = [''];
  for (const text of written) {
    const up = /^\u001b\[(\d+)A\u001b\[0J$/.exec(text);
    if (up !== null) {
      lines.splice(lines.length - 1 - Number(up[1]));
      lines.push('');
      continue;
    }
    const [first, ...rest] = text.split('\n');
    lines[lines.length - 1] += first!;
    lines.push(...rest);
  }
  return lines.filter((line) => line !== '');
}

const finished = [
  /^certain: certified \(52 cases, 2\/2 mutants refuted, \d+\.\d s\)$/,
  /^false-above-100: refuted \(50 cases, 2\/2 mutants refuted, \d+\.\d s\)$/,
];

describe('progress', () => {
  test('in a pipe it is one plain line per finished claim', async () => {
    const written = await watch(false, 80);
    expect(written.join('')).not.toContain('\u001b');
    const lines = screen(written);
    expect(lines).toHaveLength(2);
    finished.forEach((pattern, i) => expect(lines[i]).toMatch(pattern));
  });

  test('in a terminal a block is drawn and taken away, and the same lines stay', async () => {
    const written = await watch(true, 200);
    expect(written.some((text) => /certain {2}[█░]{24} {2}\d+\/52 cases/.test(text))).toBe(true);
    expect(written.some((text) => text.includes('tightest so far: ['))).toBe(true);
    const lines = screen(written);
    expect(lines).toHaveLength(2);
    finished.forEach((pattern, i) => expect(lines[i]).toMatch(pattern));
  });

  test('the block never wraps, so that it can be taken away', async () => {
    const written = await watch(true, 30);
    const block = written.filter((text) => text.includes('claims done'));
    expect(block.length).toBeGreaterThan(0);
    for (const text of block) for (const line of text.split('\n')) expect(line.length).toBeLessThan(30);
  });
});
