/** The files of the checkout that the tests about the codebase itself read. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the checkout, with a trailing separator. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface TextFile {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** All files under `folder` (a path from the root) whose name ends in `extension`, in order of their path. */
export function filesUnder(folder: string, extension: string): TextFile[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted()
    .map(readText);
}

/** Files directly in the root of the checkout whose name ends in `extension`. */
export function filesInRoot(extension: string): TextFile[] {
  return readdirSync(ROOT)
    .filter((name) => name.endsWith(extension))
    .toSorted()
    .map(readText);
}

export function readText(path: string): TextFile {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}
