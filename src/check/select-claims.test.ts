import { describe, expect, test } from 'vitest';
import { certain, layer, tooHard } from '../../properties/system/artificial-claims.mjs';
import { findMutant, nearestNames, selectClaims, UnknownClaimError, UnknownMutantError } from './select-claims.js';

const claims = [certain, tooHard, layer];

describe('choosing claims', () => {
  test('none named means all; named ones come in the order of the registry, each once', () => {
    expect(selectClaims(claims, [])).toEqual(claims);
    expect(selectClaims(claims, ['layer', 'certain', 'layer'])).toEqual([certain, layer]);
  });

  test('an unknown id is refused with the ids most like it', () => {
    expect(() => selectClaims(claims, ['certian'])).toThrow(UnknownClaimError);
    expect(() => selectClaims(claims, ['certian'])).toThrow('there is no claim "certian"; did you mean certain?');
    expect(() => selectClaims(claims, ['completely-different'])).toThrow(/^there is no claim "completely-different"$/);
  });

  test('a mutant is found by its id, and an unknown one refused with those most like it', () => {
    for (const mutant of certain.mutants) expect(findMutant(certain, mutant.id)).toBe(mutant);
    expect(() => findMutant(certain, 'halfed')).toThrow(UnknownMutantError);
    expect(() => findMutant(certain, 'halfed')).toThrow(
      'the claim certain has no mutant "halfed"; did you mean halved?',
    );
  });

  test('part of an id finds all that contain it', () => {
    const names = ['max-affine-hard', 'max-affine-sup', 'indicator'];
    expect(nearestNames('max-affine', names)).toEqual(['max-affine-hard', 'max-affine-sup']);
    expect(nearestNames('MAX-AFFINE-SUB', names)[0]).toBe('max-affine-sup');
  });
});
