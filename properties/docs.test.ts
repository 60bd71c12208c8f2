/**
 * The documentation says what is true of the code: snippets type-check and targets parse, links resolve, commands and
 * their options exist, statements have the provenance of their claims, and nothing points into somebody's machine.
 */
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Command } from 'commander';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../src/cli/program.js';
import { parseTarget } from '../src/expression/parse/index.js';
import { claims } from '../src/theorems/index.js';
import { anchors, inlineCode, links, readMarkdown, type Prose } from './support/markdown.js';
import { openProgram } from './support/program.js';
import { filesInRoot, filesUnder, readText, ROOT, type TextFile } from './support/source-files.js';

interface Page extends Prose {
  readonly path: string;
}

const pages: readonly Page[] = [
  ...filesInRoot('.md'),
  ...filesUnder('docs', '.md'),
  ...filesUnder('fixtures', '.md'),
].map((file) => ({
  path: file.path,
  ...readMarkdown(file),
}));

/** Snippets as modules of their own, named after their place. */
const snippets: readonly TextFile[] = pages.flatMap(({ path, fences }) =>
  fences
    .filter(({ language }) => language === 'ts')
    .map(({ line, text }) => ({ path: `.snippets/${path}:${line}.ts`, text })),
);

/** What the type checker has to say about modules that import the package by its public names. */
function complaints(modules: readonly TextFile[]): string[] {
  const program = openProgram([], modules, {
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: {
      softproof: [join(ROOT, 'src/index.ts')],
      'softproof/numeric': [join(ROOT, 'src/numeric/index.ts')],
      'softproof/arbitraries': [join(ROOT, 'src/generators/index.ts')],
      'softproof/vitest': [join(ROOT, 'src/vitest/index.ts')],
    },
  });
  return modules.flatMap(({ path }) => {
    const file = program.getSourceFile(join(ROOT, path));
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText }) => `${path} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}

describe('snippets', () => {
  it('type-check, each as a module that sees the public entry points only', { timeout: 120_000 }, () => {
    expect(complaints(snippets)).toEqual([]);
  });

  it('would be caught if they did not', { timeout: 120_000 }, () => {
    const wrong = (name: string, text: string): TextFile => ({ path: `.snippets/${name}.ts`, text });
    const found = complaints([
      wrong('type', 'export const x: number = "one";'),
      wrong('syntax', 'export const x = ;'),
      wrong('entry', "export * from 'softproof/numeric/interval.js';"),
      wrong('right', 'export const x: number = 1;'),
    ]);
    expect(found.map((text) => text.split(' ', 1)[0])).toEqual([
      '.snippets/type.ts',
      '.snippets/syntax.ts',
      '.snippets/entry.ts',
    ]);
  });

  it('that are target files are understood', { timeout: 60_000 }, async () => {
    for (const { path, text } of snippets.filter((snippet) => !snippet.text.includes('import '))) {
      const several = text.includes('export const targets');
      const names = several ? [...text.matchAll(/^ {2}(\w+): \{$/gm)].map((match) => match[1]!) : [undefined];
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const target = await parseTarget(text, { fileName: path, ...(name === undefined ? {} : { name }) });
        expect(target.expression.inputs, path).toBe(target.domain.length);
      }
    }
  });

  it('are found: the pages about targets and the first page have some', () => {
    const places = snippets.map(({ path }) => path);
    expect(places.some((path) => path.startsWith('.snippets/README.md'))).toBe(true);
    expect(places.filter((path) => path.startsWith('.snippets/docs/target-files.md')).length).toBeGreaterThanOrEqual(6);
  });
});

describe('examples', () => {
  it("stand on the page about claims of one's own, letter by letter", () => {
    const examples = filesUnder('docs/examples', '.ts').map(({ text }) => text);
    expect(examples.length).toBeGreaterThan(0);
    const shown = pages.find(({ path }) => path === 'docs/your-own-theorem.md')!.fences.map(({ text }) => text);
    for (const text of examples) expect(shown).toContain(text);
  });
});

describe('links', () => {
  /** Why a link of `page` leads nowhere; undefined if it leads somewhere. */
  function fault(page: Page, link: string): string | undefined {
    if (/^[a-z]+:/.test(link)) return undefined;
    const [file, anchor] = link.split('#') as [string, string | undefined];
    const target = file === '' ? page.path : normalize(join(dirname(page.path), file));
    if (target.startsWith('..')) return 'leaves the checkout';
    if (!existsSync(join(ROOT, target))) return 'no such file';
    if (anchor === undefined) return undefined;
    return anchors(readMarkdown(readText(target))).has(anchor) ? undefined : 'no such heading';
  }

  it('resolve, in all pages', () => {
    const faults = pages.flatMap((page) =>
      page.lines.flatMap((line, i) =>
        links(line).flatMap((link) => {
          const reason = fault(page, link);
          return reason === undefined ? [] : [`${page.path}:${i + 1} ${link}: ${reason}`];
        }),
      ),
    );
    expect(faults).toEqual([]);
    expect(pages.flatMap(({ lines }) => lines.flatMap(links)).length).toBeGreaterThan(20);
  });

  it('would be caught if they did not', () => {
    const page = { path: 'docs/verdicts.md', lines: [], fences: [] };
    expect(fault(page, 'nowhere.md')).toBe('no such file');
    expect(fault(page, '../../elsewhere.md')).toBe('leaves the checkout');
    expect(fault(page, 'verdicts.md#no-such-heading')).toBe('no such heading');
    expect(fault(page, 'verdicts.md#exit-codes')).toBeUndefined();
    expect(links('see [a](b.md), `[c](d.md)` and [e](https://example.org)')).toEqual(['b.md', 'https://example.org']);
  });
});

describe('commands', async () => {
  /** Command lines shown in blocks and in running text, without comments. */
  const shown = pages.flatMap(({ path, lines, fences }) => {
    const blocks = fences.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.split('\n'));
    return [...blocks, ...lines.flatMap(inlineCode)]
      .flatMap((line) => line.replace(/ +#.*$/, '').split('&&'))
      .map((line) => ({ path, words: line.trim().split(/\s+/) }));
  });

  /** The arguments of every `softproof …` or `npx softproof …` that names a command. */
  const uses = shown.flatMap(({ path, words }) => {
    const rest = words[0] === 'npx' ? words.slice(1) : words;
    return rest[0] === 'softproof' && /^[a-z]+$/.test(rest[1] ?? '')
      ? [{ path, name: rest[1]!, args: rest.slice(2) }]
      : [];
  });

  const table = pages
    .find(({ path }) => path === 'README.md')!
    .lines.flatMap((line) => /^\| `softproof ([a-z]+)/.exec(line)?.[1] ?? []);

  const { commands }: { readonly commands: readonly Command[] } = await createProgram();

  it('are those of the program: the table of the first page lists every one', () => {
    const names = commands.map((command) => command.name());
    expect(table.toSorted()).toEqual(names.filter((name) => name !== 'help').toSorted());
  });

  it('exist wherever they are shown, with the options they are shown with', () => {
    const known = new Map(commands.map((command) => [command.name(), command]));
    const faults = uses.flatMap(({ path, name, args }) => {
      const command = known.get(name);
      if (command === undefined) return [`${path}: no command ${name}`];
      const options = new Set(['--help', ...command.options.map(({ long }) => long)]);
      return args
        .filter((arg) => arg.startsWith('--') && !options.has(arg.split('=', 1)[0]!))
        .map((arg) => `${path}: ${name} has no ${arg}`);
    });
    expect(faults).toEqual([]);
    expect(uses.length).toBeGreaterThan(5);
  });

  it('that npm runs are scripts of the package', () => {
    const { scripts } = JSON.parse(readText('package.json').text) as { scripts: Record<string, string> };
    const asked = shown.flatMap(({ words }) => {
      if (words[0] !== 'npm') return [];
      if (words[1] === 'run') return [words.slice(2).find((word) => !word.startsWith('--'))!];
      return words[1] === 'test' ? ['test'] : [];
    });
    expect([...new Set(asked)].filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(asked).toContain('check');
  });
});

describe('statements', () => {
  /** Claims named on the page of notation, with the first provenance that follows. */
  const stated = new Map(
    [
      ...readText('docs/notation.md').text.matchAll(/claim `([a-z0-9-]+)`[\s\S]*?\b(as stated|reconstructed|ours)\b/g),
    ].map((match) => [match[1]!, match[2]!]),
  );

  it('of all claims are written down, with the provenance that the claim has', () => {
    expect(Object.fromEntries(stated)).toEqual(
      Object.fromEntries(claims.map(({ id, provenance }) => [id, provenance])),
    );
  });
});

describe('formulas', () => {
  /** Markdown takes the backslash of `\\,` and `\\{` inside a line; in a block marked `math` it does not. */
  const mangled = /\$[^$]*\\[!"#%&'()*+,./:;<=>?@[\]^_`{|}~-][^$]*\$/;

  it('in running text survive Markdown', () => {
    const faults = pages.flatMap(({ path, lines }) =>
      lines.flatMap((line, i) => (mangled.test(line.replace(/`[^`]+`/g, '')) ? [`${path}:${i + 1} ${line}`] : [])),
    );
    expect(faults).toEqual([]);
    expect(mangled.test('so $a\\,b$ is mangled')).toBe(true);
    expect(mangled.test('and $\\alpha_1 + b$ is not')).toBe(false);
  });
});

describe('the project', () => {
  it('is cited under the version it has', () => {
    const { version } = JSON.parse(readText('package.json').text) as { version: string };
    expect(/^version: (.*)$/m.exec(readText('CITATION.cff').text)?.[1]).toBe(version);
  });

  it('names no path of a machine and no host of a registry', () => {
    const machine = ['home', 'root', 'Users', 'mnt', 'work', 'workspace', 'opt', 'srv', 'var'].join('|');
    const foreign = new RegExp(`(?<![\\w.)\\]/-])/(?:${machine})/|//registry\\.[a-z]`);
    const files = [
      ...['.md', '.json', '.cjs', '.js', '.ts', '.cff'].flatMap(filesInRoot),
      ...['src', 'properties', 'bench', 'docs', 'schemas', 'scripts', 'fixtures', '.ci'].flatMap((folder) =>
        filesUnder(folder, ''),
      ),
    ].filter(({ path }) => path !== 'package-lock.json');
    const found = files.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, i) => (foreign.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
    expect(foreign.test(`see /${'work'}/notes and https://registry${'.'}example.org`)).toBe(true);
  });
});
