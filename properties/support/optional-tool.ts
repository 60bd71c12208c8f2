/**
 * Tests that need a program which npm does not install.
 *
 * Where it is missing they are skipped, and the reason stands in the report; with SOFTPROOF_REQUIRE=all they fail instead.
 */
import { spawnSync } from 'node:child_process';
import { describe, test } from 'vitest';

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
