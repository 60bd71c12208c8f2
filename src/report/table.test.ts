import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import { certain, falseAbove100, layer, sampledOnly, tooHard } from '../../properties/system/artificial-claims.mjs';
import { runClaims } from '../check/run-claims.js';
import { claimsTable, ratioText, secondsText } from './table.js';

const outcome = await runClaims({
  registry: { claims: [certain, sampledOnly, tooHard, falseAbove100, layer], module: '' },
  profile: 'quick',
  workers: 0,
});
const plain = picocolors.createColors(false);
const coloured = picocolors.createColors(true);

const escapes = /\u001b\[\d+m/g;

describe('the table', () => {
  test('says of every claim all that the contract asks, at every width', () => {
    for (const columns of [40, 60, 80, 100, 120, 200]) {
      const table = claimsTable(outcome, plain, columns);
      for (const { claim, verdict, mutants } of outcome.claims) {
        expect(table).toContain(claim.id);
        expect(table).toContain(verdict);
        expect(table).toContain(claim.provenance);
        expect(table).toContain(`${mutants.filter(({ refuted }) => refuted).length}/${mutants.length}`);
      }
      expect(table).toContain('52 exact');
      expect(table).toContain('52 sampled');
      expect(table).not.toMatch(escapes);
    }
  });

  test('fits into the width wherever a row does', () => {
    for (const columns of [80, 100, 120, 200]) {
      const lines = claimsTable(outcome, plain, columns).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
  });

  test('columns stand under their titles, with and without colours', () => {
    const table = claimsTable(outcome, plain, 200).split('\n');
    const verdict = table[0]!.indexOf('verdict');
    outcome.claims.forEach((one, i) => expect(table[i + 1]!.slice(verdict)).toMatch(new RegExp(`^${one.verdict} `)));
    expect(claimsTable(outcome, coloured, 200).replace(escapes, '')).toBe(table.join('\n'));
  });
});

test('a ratio just below 1 is never shown as 1', () => {
  expect(ratioText(1)).toBe('1.00');
  expect(ratioText(0.99951)).toBe('1 − 5e-4');
  expect(ratioText(0.9994)).toBe('0.999');
  expect(ratioText(0)).toBe('0');
  expect(ratioText(1e-5)).toBe('1.0e-5');
  expect(ratioText(Infinity)).toBe('∞');
  expect(ratioText(Number.MAX_VALUE)).toBe('∞');
});

test('long times are told in minutes', () => {
  expect(secondsText(3.14)).toBe('3.1 s');
  expect(secondsText(125)).toBe('2 min 5 s');
});
