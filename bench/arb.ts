/** Programs that use Arb, compiled here where its headers and a C compiler are. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ARB_NEEDS = 'needs a C compiler and the headers of Arb (Debian: gcc, libflint-arb-dev)';

/** Calls `use` with the path of `peers/NAME.c`, compiled; undefined where it cannot be. */
export function withArb<R>(name: string, use: (binary: string) => R): R | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'softproof-bench-'));
  try {
    const source = fileURLToPath(new URL(`../../bench/peers/${name}.c`, import.meta.url));
    const binary = join(folder, name);
    for (const libraries of [['-lflint-arb', '-lflint'], ['-larb', '-lflint'], ['-lflint']]) {
      const { status } = spawnSync('cc', ['-O2', source, '-o', binary, ...libraries, '-lm'], { stdio: 'ignore' });
      if (status === 0) return use(binary);
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
