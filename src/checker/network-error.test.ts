/** Errors of random networks over boxes, against every head summed at points of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attentionArbitrary, exact, NO_BAND } from '../../properties/support/attention-documents.js';
import { errorsAt } from '../../properties/support/certificate-oracle.js';
import { literal } from '../../properties/support/make-certificate.js';
import type { Certificate, CertificateAttention, Tape } from '../certificate/certificate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { decimal } from './decimal.js';
import type { Interval } from './interval.js';
import { NetworkError } from './network-error.js';
import { Deadline } from './rejection.js';

const P = 128n;
const system = decimalIntervalSystem(60);
const deadline = new Deadline(60);
const point = (text: string): Interval => ({ lo: decimal(text, P).lo, hi: decimal(text, P).hi });
const magnitude = ({ lo, hi }: Interval): number => Math.max(-Number(lo), Number(hi)) / 2 ** Number(P);

/** (sin(x + y), max(x, y)), of which the second has a kink. */
const target: Tape = {
  inputs: 2,
  nodes: [
    { op: 'input', index: 0, args: [] },
    { op: 'input', index: 1, args: [] },
    { op: 'add', args: [0, 1] },
    { op: 'sin', args: [2] },
    { op: 'max', args: [0, 1] },
  ],
  outputs: [3, 4],
};

function certificateOf(attention: CertificateAttention): Certificate {
  const unit = { lower: literal('-2'), upper: literal('2') };
  const bands = attention.second === undefined ? [NO_BAND] : [NO_BAND, NO_BAND];
  return {
    schema: 'softproof/certificate@1',
    target,
    domain: [unit, unit],
    attention,
    enclosure: { lower: '0', upper: '1', witness: ['0', '0'], output: 0 },
    proof: { precision: 128, parts: [1, 1], bands, leaves: 1, tree: '' },
  };
}

const share = fc.integer({ min: 0, max: 16 }).map((n) => n / 16);

describe('the error of a random network', () => {
  it('is enclosed over boxes, and sharply at points', () => {
    const side = fc.tuple(share, fc.constantFrom(0, 2 ** -10, 2 ** -4, 1), share);
    fc.assert(
      fc.property(attentionArbitrary(2, 2), fc.tuple(side, side), (attention, sides) => {
        const certificate = certificateOf(attention);
        const x = sides.map(([from, width]) => ({ lo: point(String(from)).lo, hi: point(String(from + width)).hi }));
        const centre = sides.map(([from, width]) => point(String(from + width / 2)));
        const at = sides.map(([from, width, part]) => String(from + width * part));
        const errors = new NetworkError(certificate, P, deadline).over({ x, centre });
        errorsAt(certificate, at).forEach((error, r) => {
          expect(system.lower(error)).toBeLessThanOrEqual(magnitude(errors[r]!) * (1 + 1e-15));
          if (sides.every(([, width]) => width === 0)) {
            expect(Number(errors[r]!.hi - errors[r]!.lo) / 2 ** Number(P)).toBeLessThan(1e-20);
            expect(Math.abs(magnitude(errors[r]!) - system.upper(error))).toBeLessThan(1e-14);
          }
        });
      }),
      { numRuns: 400 },
    );
  });
});

const truncation = {
  lower: exact('0'),
  upper: exact('1'),
  cells: 4,
  offset: 0,
  inverseTemperature: exact('100'),
  heads: [{ keys: [0, 3], values: [0, 3] }],
} as const;

describe('a network', () => {
  const box = { x: [point('0.5'), point('0.5')], centre: [point('0.5'), point('0.5')] };
  const constant = (r: number): string => ['0.2', '0.9'][r]!;
  const attention = {
    truncation,
    terms: [],
    constants: [0, 1].map((r) => exact(constant(r))),
    second: { truncation, rows: 2, mask: exact('0') },
  };

  it('whose mask is 0 mixes both rows evenly', () => {
    const [first, second] = new NetworkError(certificateOf(attention), P, deadline).over(box);
    const outputs = [first!.lo + point(String(Math.sin(1))).lo, second!.lo + (1n << (P - 1n))].map(
      (n) => Number(n) / 2 ** Number(P),
    );
    expect(Math.abs(outputs[0]! - outputs[1]!)).toBeLessThan(1e-15);
  });

  it('whose mask is negative is refused', () => {
    const second = { ...attention.second, mask: exact('-1') };
    expect(() => new NetworkError(certificateOf({ ...attention, second }), P, deadline)).toThrow('mask');
  });
});
