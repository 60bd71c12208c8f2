/**
 * The journal of a run: one line of JSON per finished case, mutant, shrink or rate, forced to disk before the run goes on.
 *
 * The first line says which run it belongs to. Whatever kills the process, every line but a half-written last one is
 * whole, and reading drops that one. Faults are not kept: they are tried again.
 */
import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CaseRecord, MutantRecord, RateRecord, ShrinkRecord } from './task.js';

/** What must be equal for the cases of two runs to be the same cases, decided in the same way. */
export interface RunIdentity {
  readonly version: string;
  /** Versions of the packages that draw and decide cases. */
  readonly packages: string;
  readonly seed: number;
  readonly profile: string;
  /** Digest of the target given by the user; empty without one. */
  readonly target: string;
}

export type JournalEntry =
  | { readonly claim: string; readonly case: CaseRecord }
  | { readonly claim: string; readonly mutant: MutantRecord }
  | { readonly claim: string; readonly shrink: ShrinkRecord }
  | { readonly claim: string; readonly rate: RateRecord };

export interface Journal {
  readonly path: string;
  /** What an earlier run of the same identity finished, in the order in which it did. */
  readonly entries: readonly JournalEntry[];
  /** Returns when the entries are on the disk. */
  readonly append: (entries: readonly JournalEntry[]) => void;
  readonly close: () => void;
}

/** A journal that cannot be resumed by this run. */
export class JournalError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JournalError';
  }
}

const FORMAT = 'softproof/journal@2';

/**
 * Opens the journal at `path`, to go on with what it holds or to begin anew. Throws a `JournalError` if it belongs to
 * a different run, and the system's error if the file cannot be read or written.
 */
export function openJournal(path: string, identity: RunIdentity, resume: boolean): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const known = resume ? readJournal(path, identity) : undefined;
  const file = openSync(path, known === undefined ? 'w' : 'r+');
  let position = known?.bytes ?? 0;

  function write(lines: readonly unknown[]): void {
    const bytes = Buffer.from(lines.map((line) => `${encode(line)}\n`).join(''), 'utf8');
    for (let done = 0; done < bytes.length;) {
      done += writeSync(file, bytes, done, bytes.length - done, position + done);
    }
    position += bytes.length;
    fsyncSync(file);
  }

  if (known === undefined) write([{ journal: FORMAT, ...identity }]);
  else ftruncateSync(file, position);
  return {
    path,
    entries: known?.entries ?? [],
    append: (entries) => {
      const kept = entries.filter((entry) => !isFault(entry));
      if (kept.length > 0) write(kept);
    },
    close: () => closeSync(file),
  };
}

function isFault(entry: JournalEntry): boolean {
  if ('case' in entry) return 'fault' in entry.case;
  if ('rate' in entry) return 'fault' in entry.rate;
  return 'mutant' in entry ? entry.mutant.fault !== undefined : 'fault' in entry.shrink;
}

/** Undefined if there is nothing to go on with: no file, or not even a whole first line. */
function readJournal(
  path: string,
  identity: RunIdentity,
): { readonly entries: readonly JournalEntry[]; readonly bytes: number } | undefined {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const lines: unknown[] = [];
  let bytes = 0;
  for (let end = content.indexOf(10); end !== -1; end = content.indexOf(10, bytes)) {
    const line = decode(content.toString('utf8', bytes, end));
    if (line === undefined) break;
    lines.push(line);
    bytes = end + 1;
  }
  if (lines.length === 0) return undefined;
  const [head, ...entries] = lines as [Record<string, unknown>, ...JournalEntry[]];
  if (head['journal'] !== FORMAT) {
    throw new JournalError(
      `${path} is not a journal of this version of softproof\n  Leave --resume out to begin anew.`,
    );
  }
  for (const [name, value] of Object.entries(identity)) {
    if (head[name] === value) continue;
    const found = `${path} belongs to a run with ${name} ${text(head[name])}, this run has ${text(value)}`;
    throw new JournalError(`${found}\n  Leave --resume out to begin anew, or give another folder with --out.`);
  }
  return { entries, bytes };
}

function text(value: unknown): string {
  return value === '' || value === undefined ? 'none' : String(value);
}

/** JSON has no infinities, and a ratio may be one. The cases beside it have no such numbers. */
const notFinite: ReadonlyMap<unknown, number> = new Map([Infinity, -Infinity, NaN].map((x) => [String(x), x]));

function encode(line: unknown): string {
  return JSON.stringify(line, (key, value: unknown) =>
    key === 'ratio' && typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/** Undefined for what no run has written. */
function decode(line: string): object | undefined {
  try {
    const value = JSON.parse(line, (key, part: unknown) =>
      key === 'ratio' ? (notFinite.get(part) ?? part) : part,
    ) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
