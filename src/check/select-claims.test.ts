import { describe, expect, test } from 'vitest';
import { certain, layer, tooHard } from '../../properties/system/artificial-claims.mjs';
import { nearestNames, selectClaims, UnknownClaimError } from './select-claims.js';

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

  test('part of an id finds all that contain it', () => {
    const names = ['max-affine-hard', 'max-affine-sup', 'indicator'];
    expect(nearestNames('max-affine', names)).toEqual(['max-affine-hard', 'max-affine-sup']);
    expect(nearestNames('MAX-AFFINE-SUB', names)[0]).toBe('max-affine-sup');
  });
});
