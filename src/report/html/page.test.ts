import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText, hostileTexts } from '../../../properties/support/hostile-text.js';
import {
  attributeOf,
  commentsOf,
  dangersIn,
  elementsOf,
  parsePage,
  skeletonOf,
  textOf,
  withId,
} from '../../../properties/support/html-tree.js';
import { valid as pictureDocuments } from '../../../properties/support/picture-documents.js';
import { valid } from '../../../properties/support/schema-documents.js';
import type { PicturesDocument } from '../../check/pictures.js';
import { printable } from '../../check/spell-out.js';
import type { Results } from '../results.js';
import { reportPage } from './page.js';

const results = valid['results-1.schema.json']![0] as unknown as Results;
const pictures = pictureDocuments['pictures-1.schema.json']![0] as unknown as PicturesDocument;
/** Every claim has a picture. */
const all = {
  ...results,
  claims: pictures.claims.map(({ id }) => ({ ...results.claims[0]!, id })),
};

/** Texts that the page's own logic reads: verdicts, numbers, kinds. The schemas leave no freedom there. */
const FIXED = new Set([
  'schema',
  'verdict',
  'method',
  'provenance',
  'lower',
  'upper',
  'bound',
  'kind',
  'profile',
  'statement',
  'published',
]);

/** A copy with every free text replaced. */
function withTexts<T>(document: T, replace: (text: string, key: string) => string): T {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) =>
      typeof value === 'string' && !FIXED.has(key) ? replace(value, key) : value,
    ),
    // Lists of decimals.
    (key, value: unknown) => (key === 'witness' ? ['0.5'] : value),
  ) as T;
}

const styleOf = (page: ReturnType<typeof parsePage>): string =>
  textOf(elementsOf(page).find(({ tagName }) => tagName === 'style')!);

describe('the page', () => {
  test('is the same for the same documents, and whole without pictures', () => {
    expect(reportPage(all, pictures)).toBe(reportPage(structuredClone(all), structuredClone(pictures)));
    expect(reportPage(results)).toContain('</html>');
    expect(reportPage({ ...results, claims: [] })).toContain('0 claims');
  });

  test('allows one style sheet by its hash, fonts from data, and nothing else', () => {
    const page = parsePage(reportPage(all, pictures));
    const policies = elementsOf(page).filter((element) => attributeOf(element, 'http-equiv') !== undefined);
    expect(policies.map((element) => attributeOf(element, 'http-equiv'))).toEqual(['Content-Security-Policy']);
    const hash = createHash('sha256').update(styleOf(page), 'utf8').digest('base64');
    expect(attributeOf(policies[0]!, 'content')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(dangersIn(page)).toEqual([]);
    expect(
      styleOf(page)
        .match(/url\(.{5}/g)
        ?.every((url) => url === 'url(data:'),
    ).toBe(true);
  });

  test('has every id once, and every reference leads somewhere', () => {
    const elements = elementsOf(parsePage(reportPage(all, pictures)));
    const ids = elements.flatMap((element) => attributeOf(element, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const references = elements.flatMap((element) => [
      ...(attributeOf(element, 'aria-labelledby') ?? '').split(' ').filter((id) => id !== ''),
      ...(attributeOf(element, 'href')?.startsWith('#') === true ? [attributeOf(element, 'href')!.slice(1)] : []),
    ]);
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('keeps every text a text: the same elements, whatever claims, cases, machines and pictures are called', () => {
    const harmless = skeletonOf(
      parsePage(
        reportPage(
          withTexts(all, () => 'x'),
          withTexts(pictures, () => 'x'),
        ),
      ),
    );
    fc.assert(
      fc.property(hostileText, (text) => {
        // Claims and their pictures go by the same id.
        const page = parsePage(
          reportPage(
            withTexts(all, () => text),
            withTexts(pictures, () => text),
          ),
        );
        expect(dangersIn(page)).toEqual([]);
        expect(commentsOf(page)).toEqual([]);
        expect(withoutSubscripts(skeletonOf(page))).toBe(withoutSubscripts(harmless));
        expect(textOf(page)).toContain(printable(text, Infinity));
        expect(styleOf(page)).not.toContain('https:');
      }),
      { numRuns: 12, examples: hostileTexts.map((text) => [text] as [string]) },
    );
  });

  test('says what went wrong: a counterexample, a fault, a survivor, an interruption', () => {
    const text = textOf(withId(parsePage(reportPage(all, pictures)), 'claims'));
    expect(text).toContain('exceeds the bound');
    expect(text).toContain('Error of the software itself in case 3: out of memory');
    expect(text).toMatch(/It survived\s+200 cases/);
    expect(textOf(withId(parsePage(reportPage(all, pictures)), 'summary'))).toContain('The run was stopped');
  });

  test('gives the command that replays each counterexample', () => {
    const text = textOf(parsePage(reportPage(all, pictures)));
    expect(text).toContain('softproof replay counterexamples/cross-sup.json');
    expect(text).toContain('softproof replay counterexamples/cross-sup--one-key-too-few.json');
    expect(text).toContain('softproof replay tightest/cross-sup.json');
  });
});

/** `P_t` has one where a text happens to be of that form. */
function withoutSubscripts(skeleton: string): string {
  return skeleton.replace(/ sub\b/g, '');
}
