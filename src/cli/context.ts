/** What a command needs from the process around it; tests and embedders bring their own. */
import picocolors from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import type { Registry } from '../check/registry.js';

export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface CliContext {
  /** The claims that commands choose from; loaded only by those that need them. */
  readonly registry: () => Promise<Registry>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command line, as the environment of a run records it. */
  readonly commandLine: string;
  /** Where a command leaves its exit code; 0 until it does. */
  readonly exit: { code: number };
}

export function processContext(registry: CliContext['registry'] = ownClaims): CliContext {
  return {
    registry,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    commandLine: ['softproof', ...process.argv.slice(2)].join(' '),
    exit: { code: 0 },
  };
}

async function ownClaims(): Promise<Registry> {
  return (await import('../check/own-registry.js')).ownRegistry;
}

/** Colours for a stream: not where NO_COLOR is set (no-color.org), and otherwise for terminals or with FORCE_COLOR. */
export function coloursFor(output: Output, env: CliContext['env']): Colors {
  const forced = (env['FORCE_COLOR'] ?? '') !== '' && env['FORCE_COLOR'] !== '0';
  const terminal = output.isTTY === true && env['TERM'] !== 'dumb';
  return picocolors.createColors((env['NO_COLOR'] ?? '') === '' && (forced || terminal));
}

/** Width of a stream; where it is no terminal, a width that logs and files take without breaking lines. */
export function columnsOf(output: Output): number {
  return output.isTTY === true ? (output.columns ?? 80) : 120;
}

/** Width of prose: the terminal's, and where there is none, one that reads well. */
export function readingWidth(output: Output): number {
  return output.isTTY === true ? columnsOf(output) : 80;
}
