/** Whatever the text, parsing ends with a target or a `TargetError`, and never with another fault. */
import { readFileSync, readdirSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { TargetError } from '../target.js';
import { parseTarget } from './index.js';

const folders = ['../../../fixtures/targets/', '../../../fixtures/targets/hostile/'];
const sources = folders.flatMap((folder) => {
  const url = new URL(folder, import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, url), 'utf8').replace(/^\/\*\*[^]*?\*\/\s*/, ''));
});

/** Numbers, names, operators and brackets of all samples: mutants of them stay close to the language. */
const words = [...new Set(sources.flatMap((source) => source.match(/[\w.]+|=>|\.\.\.|[^\w\s]{1,2}/g) ?? []))];

type Mutation = readonly [kind: 'drop' | 'copy' | 'replace' | 'insert' | 'noise', at: number, to: number, word: string];

const word = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fc.string() });
const mutation: fc.Arbitrary<Mutation> = fc.tuple(
  fc.constantFrom('drop', 'copy', 'replace', 'insert', 'noise'),
  fc.nat(9999),
  fc.nat(9999),
  word,
);

function mutate(source: string, [kind, at, to, inserted]: Mutation): string {
  const parts = source.split(/\b/);
  const i = at % parts.length;
  switch (kind) {
    case 'drop':
      return [...parts.slice(0, i), ...parts.slice(i + 1)].join('');
    case 'copy':
      return [...parts.slice(0, i), parts[to % parts.length], ...parts.slice(i)].join('');
    case 'replace':
      return [...parts.slice(0, i), inserted, ...parts.slice(i + 1)].join('');
    case 'insert':
      return [...parts.slice(0, i), ` ${inserted} `, ...parts.slice(i)].join('');
    case 'noise':
      return source.slice(0, at % source.length) + inserted + source.slice(to % source.length);
  }
}

const runs = process.env.SOFTPROOF_PROFILE === 'deep' ? 20_000 : 250;

test.prop([fc.constantFrom(...sources), fc.array(mutation, { minLength: 1, maxLength: 4 })], { numRuns: runs })(
  'for every mutation of a sample, parsing gives a target or a TargetError',
  async (source, mutations) => {
    const text = mutations.reduce(mutate, source);
    try {
      const target = await parseTarget(text, { fileName: 'mutant.ts' });
      expect(target.expression.inputs).toBe(target.domain.length);
      expect(target.expression.outputs).toHaveLength(target.output.width * target.output.tokens);
    } catch (error) {
      expect(error).toBeInstanceOf(TargetError);
      const { problem, message } = error as TargetError;
      expect(problem.file).toBe('mutant.ts');
      expect(problem.found).not.toContain('[object');
      expect(problem.remedy).toMatch(/[.;}]$/);
      if (problem.line !== undefined) {
        const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
        expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1] ?? '').length + 1);
      }
      expect(message).toContain(problem.found);
    }
  },
  5 * 60_000,
);
