/**
 * Joins the compiled files of dist/checker into one that needs Node and nothing else: dist/softproof-verify.mjs.
 *
 *     node scripts/standalone-checker.mjs [DIST]
 *
 * A file becomes a function that is called once and returns what it exports; imports of files become declarations.
 * Fails on any import that is neither a file of dist/checker nor Node's own. Needs the build.
 */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = process.argv[2] ?? join(root, 'dist');
const IMPORT = /^import \{([^}]*)\} from '([^']+)';\n/gm;
const EXPORT = /^export (?:function\*?|const|class) (\w+)/gm;

const variable = (file) => `$${file.replaceAll('-', '_')}`;
/** `a, b as c` as a pattern of an object. */
const pattern = (names) => `{${names.replaceAll(' as ', ': ')}}`;

const builtIn = new Set();
const parts = [];
const done = new Set();

function include(file) {
  if (done.has(file)) return;
  done.add(file);
  const text = readFileSync(join(dist, 'checker', `${file}.js`), 'utf8');
  const exported = [...text.matchAll(EXPORT)].map(([, name]) => name);
  const body = text
    .replaceAll(IMPORT, (statement, names, from) => {
      if (from.startsWith('node:')) {
        builtIn.add(statement);
        return '';
      }
      const [, imported] = /^\.\/([a-z-]+)\.js$/.exec(from) ?? [];
      if (imported === undefined) throw new Error(`${file}.js imports ${from}`);
      include(imported);
      return `const ${pattern(names)} = ${variable(imported)};\n`;
    })
    .replaceAll(/^export (?=function|const|class)/gm, '');
  const rest = /^(import|export)\b.*/m.exec(body);
  if (rest !== null) throw new Error(`${file}.js has a line that is not understood: ${rest[0]}`);
  parts.push(`const ${variable(file)} = (() => {\n${body}return { ${exported.join(', ')} };\n})();\n`);
}

include('main');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const head = `#!/usr/bin/env node\n// Checks certificates of softproof ${version}: node softproof-verify.mjs FILE\n`;
const path = join(dist, 'softproof-verify.mjs');
writeFileSync(path, [head, ...builtIn, '\n', ...parts].join(''));
chmodSync(path, 0o755);
process.stdout.write(`softproof-verify.mjs: ${done.size} files\n`);
