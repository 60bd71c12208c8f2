import { describe, expect, test } from 'vitest';
import { certain } from '../../properties/system/artificial-claims.mjs';
import type { Registry } from '../check/registry.js';
import { TargetError } from '../expression/target.js';
import type { CliContext } from './context.js';
import { runCli } from './run-cli.js';

interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function tell(args: readonly string[], registry: () => Promise<Registry>): Promise<Told> {
  const output = { stdout: '', stderr: '' };
  const context: CliContext = {
    registry,
    stdout: { write: (text) => (output.stdout += text) },
    stderr: { write: (text) => (output.stderr += text) },
    env: {},
    commandLine: 'softproof',
    exit: { code: 0 },
  };
  const code = await runCli(['node', 'softproof', ...args], context);
  return { code, ...output };
}

const claims = async (): Promise<Registry> => ({ claims: [certain], module: '' });
const failing = (error: unknown) => async (): Promise<Registry> => {
  throw error;
};

describe('what goes wrong', () => {
  test('an unforeseen error is an internal fault, with how to report it, and a stack on demand', async () => {
    const error = new RangeError('out of luck');
    const short = await tell(['claims'], failing(error));
    expect(short).toMatchObject({ code: 4, stdout: '' });
    expect(short.stderr).toMatch(/^internal fault: out of luck\n.*report it/);
    expect(short.stderr).not.toContain('run-cli.test.ts');
    const long = await tell(['claims', '--verbose'], failing(error));
    expect(long.stderr).toContain('run-cli.test.ts');
    expect((await tell(['claims'], failing('a text'))).stderr).toMatch(/^internal fault: a text\n/);
  });

  test('what a user can put right ends with 3 and the whole message', async () => {
    const error = new TargetError({
      code: 'domain',
      file: 'f.ts',
      line: 1,
      column: 2,
      found: 'it is wrong',
      remedy: 'Put it right.',
    });
    const told = await tell(['claims'], failing(error));
    expect(told).toEqual({ code: 3, stdout: '', stderr: 'error: f.ts:1:2: it is wrong\n  Put it right.\n' });
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      syscall: 'write',
      code: 'ENOSPC',
    });
    expect(await tell(['claims'], failing(full))).toMatchObject({ code: 3, stderr: `error: ${full.message}\n` });
  });

  test('help that was asked for is no error, help for want of a command is', async () => {
    expect(await tell(['--help'], claims)).toMatchObject({ code: 0, stderr: '' });
    expect(await tell([], claims)).toMatchObject({ code: 3, stdout: '' });
  });
});

test('claims are listed, listed by id alone, or explained', async () => {
  const listed = await tell(['claims'], claims);
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  expect(listed.stdout).toContain('The claim certain');
  expect((await tell(['claims', '--quiet'], claims)).stdout).toBe('certain\n');
  const explained = await tell(['claims', 'certain'], claims);
  for (const section of [
    'Statement',
    'Hypotheses',
    'Assumptions',
    'Explanation',
    'Mutants',
    '- halved: the bound is halved',
  ]) {
    expect(explained.stdout).toContain(section);
  }
});
