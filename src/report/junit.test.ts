import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certain, faulty, falseAbove100, survivor } from '../../properties/system/artificial-claims.mjs';
import { runClaims, type CheckOutcome } from '../check/run-claims.js';
import type { Claim } from '../theorems/claim.js';
import { junitXml } from './junit.js';

const run = (...claims: readonly Claim[]): Promise<CheckOutcome> =>
  runClaims({ registry: { claims, module: '' }, profile: 'quick', workers: 0, cases: 5 });

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** A strict reader of the XML that has no comments, no namespaces and no doctype; throws for what is not well-formed. */
function parse(xml: string): Element {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  const unescape = (text: string): string => {
    if (/[<>]/.test(text)) throw new Error(`unescaped: ${text}`);
    return text.replace(/&(#(\d+)|(\w+));|&/g, (all, _, code?: string, name?: string) => {
      if (all === '&') throw new Error('unescaped &');
      return code === undefined ? entities[name!]! : String.fromCodePoint(Number(code));
    });
  };
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let rest = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  expect(rest).not.toBe(xml);
  for (let match; rest !== ''; rest = rest.slice(match[0].length)) {
    match = /^(?:<([\w-]+)((?: \w+="[^"<]*")*)>|<\/([\w-]+)>|([^<]+))/.exec(rest);
    if (match === null) throw new Error(`not well-formed at ${rest.slice(0, 40)}`);
    const [, start, attributes, end, text] = match;
    if (start !== undefined) {
      const pairs = [...attributes!.matchAll(/ (\w+)="([^"]*)"/g)].map(([, key, value]) => [key!, unescape(value!)]);
      const child: Element = {
        name: start,
        attributes: Object.fromEntries(pairs) as Record<string, string>,
        children: [],
        text: '',
      };
      open.at(-1)!.children.push(child);
      open.push(child);
    } else if (end !== undefined) expect(open.pop()!.name).toBe(end);
    else open.at(-1)!.text += unescape(text!);
  }
  expect(open).toEqual([root]);
  return root.children[0]!;
}

describe('JUnit XML', () => {
  test('has a suite per claim, and in it a test case for the claim and each of its mutants', async () => {
    const outcome = await run(certain, survivor);
    const root = parse(junitXml(outcome));
    expect(root.children.map(({ attributes }) => attributes['name'])).toEqual(['certain', 'survivor']);
    expect(root.children.map(({ children }) => children.length)).toEqual([3, 3]);
    expect(root.attributes).toMatchObject({ tests: '6', failures: '1', errors: '0' });
    const survived = root.children[1]!.children[2]!;
    expect(survived.children[0]!.attributes['message']).toBe('the mutant survived 202 cases');
  });

  test('a refuted claim is a failure that shows the counterexample, a fault is an error', async () => {
    const root = parse(junitXml(await run(falseAbove100, faulty)));
    const [refuted, broken] = root.children.map(({ children }) => children[0]!.children[0]!);
    expect(refuted?.name).toBe('failure');
    expect(refuted?.text).toContain('n = 101');
    expect(broken?.name).toBe('error');
    expect(broken?.text).toContain('RangeError');
    expect(root.attributes['errors']).toBe('1');
  });

  test('is as the schema of Jenkins has it: elements, their order, attributes, and counts that add up', async () => {
    const attributes: Readonly<Record<string, RegExp>> = {
      testsuites: /^(name|time|tests|failures|errors)$/,
      testsuite: /^(name|time|tests|failures|errors)$/,
      testcase: /^(name|classname|time)$/,
      failure: /^(message|type)$/,
      error: /^(message|type)$/,
      'system-out': /^$/,
    };
    const children: Readonly<Record<string, RegExp>> = {
      testsuites: /^(testsuite,)*$/,
      testsuite: /^(testcase,)*$/,
      testcase: /^(error,)*(failure,)*(system-out,)*$/,
    };
    const difference = { claim: 'certain', kind: 'bound', case: 1, stored: '1', found: '2' } as const;
    const baseline = { file: 'b.json', interrupted: false, cases: 2, differences: [difference], unknown: [] };
    const outcome = await run(certain, survivor, falseAbove100, faulty);
    for (const found of [
      outcome,
      { ...outcome, baseline },
      { ...outcome, baseline: { ...baseline, differences: [] } },
    ]) {
      const root = parse(junitXml(found));
      const all = (element: Element): Element[] => [element, ...element.children.flatMap(all)];
      for (const element of all(root)) {
        for (const name of Object.keys(element.attributes)) expect(name).toMatch(attributes[element.name]!);
        const inside = element.children.map(({ name }) => `${name},`).join('');
        expect(inside).toMatch(children[element.name] ?? /^$/);
        if (element.attributes['time'] !== undefined) expect(element.attributes['time']).toMatch(/^\d+\.\d{3}$/);
        if (!element.name.startsWith('testsuite')) continue;
        const within = all(element).map(({ name }) => name);
        const count = (name: string): string => String(within.filter((one) => one === name).length);
        expect(element.attributes).toMatchObject({
          tests: count('testcase'),
          failures: count('failure'),
          errors: count('error'),
        });
      }
      expect(root.children.some(({ attributes: { name } }) => name === 'baseline')).toBe(found !== outcome);
    }
  });

  test('for every text in a title, description or message, the XML is well-formed and says it', async () => {
    const outcome = await run(falseAbove100);
    const [one] = outcome.claims;
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          '<',
          '>',
          '&',
          '"',
          "'",
          ']]>',
          '\n',
          '\t',
          '\r',
          '\0',
          '\u001b',
          '\ud800',
          '\uffff',
          '😀',
        ),
      }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const claims = [
          {
            ...one!,
            claim: { ...one!.claim, title: text },
            counterexample: { ...one!.counterexample!, description: text },
            mutants: [{ id: 'm', description: text, refuted: false, tried: 1 }],
          },
        ];
        const suite = parse(junitXml({ ...outcome, claims })).children[0]!;
        const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
        const spelled = text.replace(illegal, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
        expect(suite.children[0]!.attributes['name']).toBe(spelled);
        expect(suite.children[0]!.children[0]!.text.startsWith(spelled)).toBe(true);
        expect(suite.children[1]!.attributes['name']).toBe(`mutant m: ${spelled}`);
      }),
      { numRuns: 300 },
    );
  });
});
