/** Tests of optional tools never vanish without a word. */
import { afterEach, describe, expect, it, vi, type TestContext } from 'vitest';
import { requireTool, succeeds, treatment } from './support/optional-tool.js';

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

  it('are skipped with a word from within, or fail there when all are required', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const skip = vi.fn();
    const context = { task: { name: 'draws' }, skip } as unknown as TestContext;
    const pen = { name: 'a pen', install: 'buy one' };
    vi.stubEnv('SOFTPROOF_REQUIRE', '');
    requireTool(context, pen, true);
    expect(skip).not.toHaveBeenCalled();
    requireTool(context, pen, false);
    expect(skip).toHaveBeenCalledExactlyOnceWith('needs a pen: buy one');
    expect(warn).toHaveBeenCalledExactlyOnceWith('skipped: draws: needs a pen: buy one');
    vi.stubEnv('SOFTPROOF_REQUIRE', 'all');
    expect(() => requireTool(context, pen, false)).toThrow('SOFTPROOF_REQUIRE=all, and this needs a pen: buy one');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
});
