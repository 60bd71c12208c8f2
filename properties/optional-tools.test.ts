/** Tests of optional tools never vanish without a word. */
import { describe, expect, it } from 'vitest';
import { succeeds, treatment } from './support/optional-tool.js';

describe('tests that need an optional tool', () => {
  it('run where it is, are skipped where it is not, and fail there when all are required', () => {
    expect(treatment(true, undefined)).toBe('run');
    expect(treatment(true, 'all')).toBe('run');
    expect(treatment(false, undefined)).toBe('skip');
    expect(treatment(false, '')).toBe('skip');
    expect(treatment(false, 'all')).toBe('fail');
  });

  it('tell a command that runs from one that fails or is not there', () => {
    expect(succeeds(process.execPath, ['-e', ''])).toBe(true);
    expect(succeeds(process.execPath, ['-e', 'process.exit(1)'])).toBe(false);
    expect(succeeds('no-such-command-of-softproof', [])).toBe(false);
  });
});
