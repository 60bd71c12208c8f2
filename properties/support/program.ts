/** TypeScript programs over the checkout, with files that exist in memory only laid over it. */
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT, type TextFile } from './source-files.js';

function projectOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  return ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT).options;
}

/** A program of the files at `paths` (from the root) and of `overlay`, under the project's compiler options. */
export function openProgram(
  paths: readonly string[],
  overlay: readonly TextFile[] = [],
  options: ts.CompilerOptions = {},
): ts.Program {
  const effective = { ...projectOptions(), ...options };
  const host = ts.createCompilerHost(effective, true);
  const virtual = new Map(overlay.map(({ path, text }) => [join(ROOT, path), text]));
  const { fileExists, readFile } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.getSourceFile = (path, languageVersion) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, languageVersion, true);
  };
  const roots = [...paths, ...overlay.map(({ path }) => path)];
  return ts.createProgram(
    roots.map((path) => join(ROOT, path)),
    effective,
    host,
  );
}
