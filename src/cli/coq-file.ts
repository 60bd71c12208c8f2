/** `softproof certify --coq FILE`: what is refused before any work, and the file. */
import { basename, dirname, resolve } from 'node:path';
import type { CertifyOptions } from '../check/certify-target.js';
import { construct } from '../check/construct.js';
import { boundWithMargin } from '../coq/bound-with-margin.js';
import { coqDevelopment } from '../coq/development.js';
import { TargetError, type Target } from '../expression/target.js';
import { shorten } from '../report/shorten.js';
import { prepareFolder, writeAtomic } from '../report/write-atomic.js';
import { UsageError } from './usage-error.js';

/** Throws a `UsageError` for options that no development is written for, and for a name that Coq cannot compile. */
export function requireCoqOptions(
  file: string,
  { construction, norm }: Pick<CertifyOptions, 'construction' | 'norm'>,
): void {
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new UsageError(`--coq with ${what}: ${why}\n  ${remedy}`);
  };
  if (construction !== 'max-affine') {
    const why = 'a Coq development is written for the construction max-affine only';
    refuse(`--construction ${construction}`, why, 'Leave out --coq, or choose --construction max-affine.');
  }
  if (norm !== 'inf') {
    refuse(`--norm ${norm}`, 'a Coq development is written for the sup norm only', 'Leave out --coq, or --norm.');
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*\.v$/.test(basename(file))) {
    const why = 'coqc compiles files whose names are identifiers, with the ending .v';
    refuse(`the file ${file}`, why, 'Use letters, digits and _ only, for example --coq certificate.v.');
  }
}

/** Writes the file for a certified upper end, and returns what to tell. */
export type WriteCoqFile = (upper: number) => { readonly written: boolean; readonly message: string };

/**
 * Prepares the file for the max-affine layer of a target that was read from `path`.
 *
 * Throws, before the search, a `TargetError` or `ConstructionError` for what no development is written for, and an
 * `OutputError` for a folder that cannot be written to.
 */
export function prepareCoqFile(file: string, path: string, target: Target, options: CertifyOptions): WriteCoqFile {
  let development: (bound: string) => string;
  try {
    development = coqDevelopment(target, construct('max-affine', target, options));
  } catch (error) {
    if (error instanceof TargetError) throw new TargetError({ file: path, ...error.problem });
    throw error;
  }
  const folder = dirname(resolve(file));
  prepareFolder(folder);
  return (upper) => {
    const bound = boundWithMargin(upper);
    if (bound === undefined) {
      return { written: false, message: `${file} was not written: there is no finite positive upper end to prove.` };
    }
    writeAtomic(folder, basename(file), development(bound));
    return {
      written: true,
      message:
        `wrote ${file}: |A x − f x| ≤ ${bound}, the upper end ${shorten(String(upper), 'up')} rounded up\n` +
        `  compile it with: coqc ${file} (Debian packages coq and libcoq-interval)`,
    };
  };
}
