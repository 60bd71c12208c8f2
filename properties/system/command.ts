/** Runs the built command line as a child process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const own = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const artificial = fileURLToPath(new URL('./artificial-main.mjs', import.meta.url));

if (!existsSync(own)) throw new Error('these tests run the built package: npm run build');

/** The program itself, and the same with the artificial claims. */
export const programs = { own, artificial };

export function start(program: string, args: readonly string[], { cwd, env }: CommandOptions = {}): Running {
  const unset = ['NO_COLOR', 'FORCE_COLOR', 'CI', 'NODE_OPTIONS', 'GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY'];
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !unset.includes(name)));
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...clean, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
  return { child, finished };
}

export function run(args: readonly string[], options: CommandOptions = {}): Promise<Finished> {
  return start(programs.own, args, options).finished;
}

export function runArtificial(args: readonly string[], options: CommandOptions = {}): Promise<Finished> {
  return start(programs.artificial, args, options).finished;
}
