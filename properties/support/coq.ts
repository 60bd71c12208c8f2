/** Coq with coq-interval, where it is installed. */
import { spawn } from 'node:child_process';
import { succeeds, type OptionalTool } from './optional-tool.js';

export const coq: OptionalTool = {
  name: 'coqc and coq-interval',
  install: 'install the Debian packages coq and libcoq-interval, or coq-interval by opam',
  isPresent: () => succeeds('coqtop', ['-q', '-batch', '-require-import', 'Interval.Tactic']),
};

export interface Compiled {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Compiles `file`, a name in `folder`. */
export function coqc(folder: string, file: string): Promise<Compiled> {
  const child = spawn('coqc', ['-q', file], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}
