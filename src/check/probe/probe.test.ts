/** The hunt on a claim that is known to the last digit, on the claims of the package, and on a target. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../expression/parse/index.js';
import type { CaseResult, Claim } from '../../theorems/claim.js';
import { count, temperature } from '../../theorems/support/free-parameters.js';
import { ownRegistry } from '../own-registry.js';
import { probe } from './probe.js';
import { LOSS } from './simplify-case.js';

interface Peak {
  readonly r: string;
  readonly p: number;
  readonly kind: string;
}

/** The error is 1/p + 1/r, the bound 1/p + 2/r for `b`, and twice that otherwise: tightest for r → ∞, and for kind b. */
function peak(refuteBelow = 0): Claim {
  const decide = ({ r, p, kind }: Peak): CaseResult => {
    const error = 1 / p + 1 / Number(r);
    const bound = (1 / p + 2 / Number(r)) * (kind === 'b' ? 1 : 2);
    return {
      verdict: Number(r) < refuteBelow ? 'refuted' : 'certified',
      method: 'enclosure',
      observed: { lower: String(error), upper: String(error) },
      bound: String(bound),
      ratio: error / bound,
      substantial: true,
    };
  };
  const claim: Partial<Claim<Peak>> = {
    id: 'peak',
    constructions: [],
    aboutLayer: true,
    edgeCases: [{ r: '1', p: 4, kind: 'a' }],
    arbitrary: fc.record({
      r: fc.integer({ min: 1, max: 1000 }).map(String),
      p: fc.integer({ min: 1, max: 64 }),
      kind: fc.constantFrom('a', 'b', 'c'),
    }),
    free: [temperature('r'), count('p', 'P')],
    describe: (input) => JSON.stringify(input),
    mutants: [],
    decide,
  };
  return claim as unknown as Claim;
}

const registryOf = (claim: Claim) => ({ claims: [claim], module: '' });
const [quick, inline] = [{ profile: 'quick' as const }, { workers: 0 }];

describe('a probe', () => {
  it('finds the tightest kind and drives the parameter far beyond what is drawn', async () => {
    const report = await probe({
      registry: registryOf(peak()),
      subject: 'peak',
      cases: 300,
      compare: 300,
      ...quick,
      ...inline,
    });
    const [found] = report.claims;
    expect(found!.ratio).toBeGreaterThan(0.999_999);
    const { r, p, kind } = found!.worst!.case as Peak;
    expect(kind).toBe('b');
    expect(Number(r)).toBeGreaterThan(1e6);
    // Readable: at most three digits that are not 0.
    expect(r).toMatch(/^\d{1,3}0*$/);
    expect(found!.comparison!.ahead).toBeGreaterThan(0);
    expect(found!.comparison!.closer).toBeGreaterThan(100);
    // The bound at the worst case is 1/p + 2/r, so R may be half of what it is, and P one less or more.
    const [R, P] = found!.least;
    expect(Number(R!.suffices)).toBeGreaterThan(0.495 * Number(r));
    expect(Number(R!.suffices)).toBeLessThan(0.51 * Number(r));
    expect(P!.suffices).toBe(String(p));
  });

  it('gives a simple case that is about as tight as the tightest', async () => {
    const report = await probe({ registry: ownRegistry, subject: 'gradient-step', cases: 150, ...quick, ...inline });
    const { ratio, tightest } = report.claims[0]!;
    expect(ratio!).toBeGreaterThanOrEqual(tightest! * (1 - LOSS.ratio));
    expect(1 - ratio!).toBeLessThanOrEqual((1 - tightest!) * (1 + LOSS.gap) + 1e-15);
  });

  it('ends at a refuted case, and shows it', async () => {
    const report = await probe({ registry: registryOf(peak(5)), subject: 'peak', cases: 300, ...quick, ...inline });
    expect(report.claims[0]!.worst!.result.verdict).toBe('refuted');
  });

  it('says so when the time is over, with what is found', async () => {
    const report = await probe({ registry: registryOf(peak()), subject: 'peak', seconds: 0, ...quick, ...inline });
    expect(report.stopped).toBe('time');
  });

  it('of every claim of the package finds a case that is not refuted', { timeout: 120_000 }, async () => {
    // L_p norms would take most of the time.
    for (const { id } of ownRegistry.claims.filter((claim) => !['cross-lp', 'max-affine-lp'].includes(claim.id))) {
      const { claims } = await probe({ registry: ownRegistry, subject: id, cases: 4, ...quick, ...inline });
      const [{ ratio, worst }] = claims as [(typeof claims)[number]];
      expect([id, worst!.result.verdict]).toEqual([id, 'certified']);
      expect(ratio!).toBeGreaterThanOrEqual(0);
    }
  });

  it('of a target probes the claims that take it', { timeout: 120_000 }, async () => {
    const source = readFileSync(new URL('../../../fixtures/targets/sin.ts', import.meta.url), 'utf8');
    const subject = await parseTarget(source);
    const ids = ['max-affine-sup', 'gaussian-order-2', 'indicator'];
    const registry = { ...ownRegistry, claims: ownRegistry.claims.filter(({ id }) => ids.includes(id)) };
    const { claims, ratio } = await probe({ registry, subject, cases: 14, ...quick, ...inline });
    expect(claims.map(({ id }) => id).toSorted()).toEqual(['gaussian-order-2', 'max-affine-sup']);
    expect(ratio).toBe(Math.max(...claims.map((one) => one.ratio ?? 0)));
    expect(ratio!).toBeLessThan(1);
  });

  it('refuses a target that no claim takes, with the next step', async () => {
    const subject = await parseTarget(
      'export const domain = [[0, 1]];\nexport function target(x: number): number { return x; }',
    );
    await expect(probe({ registry: { claims: [peak()], module: '' }, subject, ...inline })).rejects.toThrow(
      /softproof certify/,
    );
  });
});
