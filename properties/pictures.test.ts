/** Pictures of every claim's cases: they are valid documents, and agree with what was decided. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideCase } from '../src/check/decide-case.js';
import { drawPictures } from '../src/check/pictures.js';
import { storeCase } from '../src/check/stored-case.js';
import { claims } from '../src/theorems/index.js';
import type { Picture } from '../src/theorems/pictures/picture.js';

const schema = JSON.parse(
  readFileSync(new URL('../schemas/pictures-1.schema.json', import.meta.url), 'utf8'),
) as object;
const isPictures = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
const BUDGET = { boxes: 500, digits: 60 };
/** Samples are rounded to six digits, and come from doubles. */
const SLACK = 1e-4;

function errorsOf(picture: Picture | undefined): number[] {
  if (picture === undefined || picture.kind === 'weights') return [];
  return picture.error.filter((value) => value !== null);
}

/** The size of what is subtracted to get an error: its samples are no more accurate than that allows. */
function sizeOf(picture: Picture | undefined): number {
  if (picture === undefined || picture.kind === 'weights') return 0;
  return Math.max(...[...picture.target, ...picture.output].map((value) => Math.abs(value ?? 0)));
}

describe.each(claims.map((claim) => [claim.id, claim] as const))('%s', (_, claim) => {
  const cases = [...claim.edgeCases.slice(0, 2), ...fc.sample(claim.arbitrary, { seed: 1, numRuns: 2 })].map(
    (input) => JSON.parse(storeCase(input)) as unknown,
  );

  it('draws its cases, and where its bound is one of the error shown, no sample is above the bound', () => {
    const outcomes = cases.map((input) => ({
      case: input,
      description: claim.describe(input),
      result: decideCase(claim.decide, storeCase(input), BUDGET),
    }));
    const document = drawPictures({ claims: outcomes.map((tightest) => ({ claim, tightest }) as never) });
    const plain = JSON.parse(JSON.stringify(document)) as typeof document;
    void isPictures(plain);
    expect(isPictures.errors ?? []).toEqual([]);
    expect(plain.claims.some(({ picture }) => picture !== undefined)).toBe(true);
    for (const { picture, result, description } of plain.claims) {
      const isBounded = picture !== undefined && picture.kind !== 'weights' && picture.isBounded === true;
      if (!isBounded || result.verdict === 'refuted') continue;
      const allowed = Number(result.bound) * (1 + SLACK) + 1e-9 * sizeOf(picture);
      expect(Math.max(0, ...errorsOf(picture)), description).toBeLessThanOrEqual(allowed);
    }
  });
});

it('a claim whose picture fails is shown without one', () => {
  const [claim] = claims;
  const picture = (): never => {
    throw new Error('out of ink');
  };
  const tightest = { case: {}, description: 'a case', result: { observed: {}, ratio: 1 } };
  const document = drawPictures({ claims: [{ claim: { ...claim!, picture }, tightest } as never] });
  expect(document.claims[0]).not.toHaveProperty('picture');
  expect(drawPictures({ claims: [{ claim: claim! } as never] }).claims).toEqual([]);
});
