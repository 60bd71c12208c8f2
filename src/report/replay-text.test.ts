import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { ReplayedCase, ReplayOutcome } from '../check/replay.js';
import { softproofVersion } from '../check/version.js';
import { replayDocument } from './replay-document.js';
import { replaySummary, replayText } from './replay-text.js';

const plain = picocolors.createColors(false);
const schema = JSON.parse(
  readFileSync(new URL('../../schemas/replay-1.schema.json', import.meta.url), 'utf8'),
) as object;
const isReplay = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

const agreeing: ReplayedCase = {
  stored: {
    file: 'f.json',
    place: '',
    claim: 'a-claim',
    mutant: 'a-mutant',
    profile: 'quick',
    text: '{"n":"1"}',
    result: { version: '0.0.9', verdict: 'refuted', observed: { lower: '1', upper: '2' }, bound: '0.12345678901' },
  },
  profile: 'deep',
  description: 'n = 1',
  result: {
    verdict: 'refuted',
    method: 'enclosure',
    observed: { lower: '1.00000000001', upper: '1.5' },
    bound: '0.12345678902',
    ratio: Infinity,
    substantial: false,
    witness: ['0.5', '1e-7'],
    note: 'seen at a corner',
  },
  differences: [],
  seconds: 1.25,
};
const differing: ReplayedCase = {
  ...agreeing,
  stored: { ...agreeing.stored, result: { ...agreeing.stored.result, version: softproofVersion } },
  profile: 'quick',
  result: { ...agreeing.result, verdict: 'inconclusive', observed: { lower: '2.5', upper: '3' } },
  differences: ['verdict', 'observed', 'bound'],
};

const outcome = (...cases: readonly ReplayedCase[]): ReplayOutcome => ({ interrupted: false, cases });
const tell = (replay: ReplayOutcome, atLength = false): string => replayText(replay, plain, atLength);

describe('for people', () => {
  test('a case is told with claim, mutant, description, both sides, witness, verdict, and that it agrees', () => {
    expect(tell(outcome(agreeing)).split('\n')).toEqual([
      'a-claim, mutant a-mutant',
      '  case      n = 1',
      '  observed  [1, 1.5]',
      '  bound     0.123456',
      '  ratio     ∞',
      '  at        (0.5, 1e-7)',
      '  verdict   refuted (enclosure): seen at a corner',
      '  stored    agrees: refuted, [1, 2], by softproof 0.0.9',
    ]);
    const atLength = tell(outcome(agreeing), true);
    expect(atLength).toContain('  by value  {"n":"1"}\n');
    expect(atLength).toContain('  work      profile deep, 1.3 s\n');
  });

  test('every difference is told, with all digits', () => {
    expect(tell(outcome(differing)).split('\n').slice(-4)).toEqual([
      '  stored    differs',
      '    the verdict is stored as refuted, and is inconclusive; --profile deep takes more work',
      '    the left-hand side is stored in [1, 2], and is in [2.5, 3]',
      '    the bound is stored as 0.12345678901, and is 0.12345678902',
    ]);
  });

  test('of several cases those that agree take a line each, the others a block', () => {
    const lines = tell(outcome(agreeing, differing, agreeing)).split('\n');
    expect(lines[0]).toBe('a-claim, mutant a-mutant: refuted as stored; n = 1');
    expect(lines.at(-1)).toBe(lines[0]);
    expect(lines).toContain('  stored    differs');
  });

  test('nothing from the file is a command to the terminal', () => {
    const evil = '\u001b[2J\u009b\r';
    const { stored, result } = differing;
    const hostile: ReplayedCase = {
      ...differing,
      description: evil,
      stored: { ...stored, text: JSON.stringify(evil + '\u0085'), result: { ...stored.result, version: evil } },
      result: { ...result, note: evil },
    };
    const all = [hostile, { ...hostile, differences: [] }];
    const text = `${tell(outcome(...all), true)}${tell(outcome(...all))}`;
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(text).toContain('\\u{1b}[2J');
  });

  test('the last line counts', () => {
    expect(replaySummary(outcome(agreeing), 1)).toBe('1 case replayed (1 refuted), as stored');
    expect(replaySummary(outcome(agreeing, differing), 2)).toBe(
      '2 cases replayed (1 refuted, 1 inconclusive), 1 not as stored',
    );
    const stopped = { interrupted: true, cases: [agreeing] };
    expect(replaySummary(stopped, 3)).toBe('stopped after 1 of 3 (1 refuted), as stored; run it again for the rest');
    expect(replaySummary({ interrupted: true, cases: [] }, 1)).toBe('stopped after 0 of 1; run it again for the rest');
  });
});

test('for programs: a valid document, with null for a ratio that JSON cannot say', () => {
  for (const interrupted of [false, true]) {
    const cases = [agreeing, differing];
    const document: unknown = JSON.parse(JSON.stringify(replayDocument('f.json', { interrupted, cases }, 2)));
    void isReplay(document);
    expect(isReplay.errors ?? []).toEqual([]);
    expect(document).toMatchObject({
      cases: [
        { agrees: true, differences: [], result: { ratio: null }, stored: { version: '0.0.9' } },
        { agrees: false, differences: ['verdict', 'observed', 'bound'] },
      ],
      ...(interrupted ? { interrupted } : {}),
    });
  }
});
