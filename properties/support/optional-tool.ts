/**
 * Tests that need a program which npm does not install.
 *
 * Where it is missing they are skipped, and the reason stands in the report; with SOFTPROOF_REQUIRE=all they fail instead.
 */
import { spawnSync } from 'node:child_process';
import { describe, test, type TestContext } from 'vitest';

export interface OptionalTool {
  /** As in "needs …". */
  readonly name: string;
  /** What to do where it is missing. */
  readonly install: string;
  /** Is it there? */
  readonly isPresent: () => boolean;
}

/** Does the command run, and end with 0? */
export function succeeds(command: string, args: readonly string[], input = ''): boolean {
  return spawnSync(command, args, { input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
}

export type Treatment = 'run' | 'skip' | 'fail';

/** What becomes of tests of an optional tool, by whether it is there and by SOFTPROOF_REQUIRE. */
export function treatment(isPresent: boolean, required: string | undefined): Treatment {
  if (isPresent) return 'run';
  return required === 'all' ? 'fail' : 'skip';
}

/** As vitest's `describe`, for tests that need the tool. */
export function describeWith(tool: OptionalTool, title: string, tests: () => void): void {
  const reason = `needs ${tool.name}: ${tool.install}`;
  const todo = treatment(tool.isPresent(), process.env['SOFTPROOF_REQUIRE']);
  if (todo === 'fail') {
    describe(title, () => {
      test(reason, () => {
        throw new Error(`SOFTPROOF_REQUIRE=all, and this ${reason}`);
      });
    });
    return;
  }
  if (todo === 'skip') console.warn(`skipped: ${title}: ${reason}`);
  describe.skipIf(todo === 'skip')(todo === 'skip' ? `${title} (${reason})` : title, tests);
}

/** The same for one test, where only the test itself can tell whether the tool is there. */
export function requireTool(
  context: TestContext,
  { name, install }: Pick<OptionalTool, 'name' | 'install'>,
  isPresent: boolean,
): void {
  const reason = `needs ${name}: ${install}`;
  const todo = treatment(isPresent, process.env['SOFTPROOF_REQUIRE']);
  if (todo === 'fail') throw new Error(`SOFTPROOF_REQUIRE=all, and this ${reason}`);
  if (todo === 'run') return;
  console.warn(`skipped: ${context.task.name}: ${reason}`);
  context.skip(reason);
}
