import { describe, expect, test } from 'vitest';
import { ConstructionError } from '../../constructions/construction.js';
import { checkParameters, constantOf, parameterNames, spelled, type ConstructionParameters } from './parameters.js';
import { constructionEntries, constructionIds } from './registry.js';

const all: Required<ConstructionParameters> = {
  cells: [4],
  inverseTemperature: '1',
  kappa: '1',
  ghosts: [2],
  mask: '1',
  range: ['0', '1'],
  keys: 'left',
  beta: '1',
  heads: 2,
  tokens: 4,
};

describe('the parameters of constructions', () => {
  test.each(constructionIds)('%s: every one that it has is taken, every other refused with those it has', (id) => {
    const entry = constructionEntries[id];
    const own = [...entry.needs, ...entry.takes];
    const needed = Object.fromEntries(entry.needs.map((name) => [name, all[name]]));
    for (const name of parameterNames) {
      const check = (): void => checkParameters(id, entry, { ...needed, [name]: all[name] }, constructionEntries);
      if (own.includes(name)) expect(check).not.toThrow();
      else {
        expect(check).toThrow(ConstructionError);
        for (const known of own) expect(check).toThrow(`--${known.replace('T', '-t')}`);
      }
    }
  });

  test.each(constructionIds)('%s: every one that it needs is missed, with an example', (id) => {
    const entry = constructionEntries[id];
    for (const missing of entry.needs) {
      const given = Object.fromEntries(entry.needs.filter((name) => name !== missing).map((name) => [name, all[name]]));
      const check = (): void => checkParameters(id, entry, given, constructionEntries);
      expect(check).toThrow(`${id} without --${missing}`);
      expect(check).toThrow(`for example --${missing} `);
    }
  });

  test('keys that are neither left nor centred are refused, whoever calls', () => {
    const given = { range: ['0', '1'], cells: 4, keys: 'right' } as unknown as ConstructionParameters;
    const id = 'truncated-single';
    expect(() => checkParameters(id, constructionEntries[id], given, constructionEntries)).toThrow(
      'Give left or centred.',
    );
  });

  test('a refusal names the constructions that have the parameter', () => {
    const check = (): void =>
      checkParameters('max-affine', constructionEntries['max-affine'], { cells: 4, tokens: 3 }, constructionEntries);
    expect(check).toThrow(
      '--tokens with max-affine: it has the parameters --cells, --inverse-temperature, --kappa and --mask\n' +
        '  Leave it out, or choose a construction that has it: truncated-multi.',
    );
  });
});

describe('decimal text', () => {
  test.each([
    ['.5', '0.5'],
    ['+007.', '7'],
    ['-0.50', '-0.50'],
    ['1E5', '1e5'],
    ['-00', '-0'],
    ['12', '12'],
    ['1.5e-7', '1.5e-7'],
    ['hot', 'hot'],
    ['', ''],
    ['.', '.'],
  ])('%s is spelled %s, as the schema has it', (text, expected) => {
    expect(spelled(text)).toBe(expected);
    if (/\d/.test(text)) {
      expect(spelled(text)).toMatch(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-]?[0-9]+)?$/);
      expect(Number(spelled(text))).toBe(Number(text));
      expect(constantOf(text, 'mask', 'mask').text).toBe(expected);
    } else expect(() => constantOf(text, 'mask', 'mask')).toThrow(`the mask '${text}': it is not a decimal number`);
  });
});
