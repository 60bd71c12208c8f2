import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Method, Verdict } from '../theorems/claim.js';
import { claimVerdict, tallyCases } from './verdict.js';

const verdicts: readonly Verdict[] = ['certified', 'held', 'refuted', 'inconclusive'];
const methods: readonly Method[] = ['enclosure', 'bound', 'exact', 'sampled'];

const decided = fc.record({
  verdict: fc.constantFrom(...verdicts),
  method: fc.constantFrom(...methods),
  substantial: fc.boolean(),
});
const certified = fc.record({
  verdict: fc.constant<Verdict>('certified'),
  method: fc.constantFrom(...methods),
  substantial: fc.boolean(),
});
const rule = { aboutLayer: false, substantialCases: 50 };

describe('the tally of cases', () => {
  test('for all cases, verdicts and methods each add up to the number of cases, in any order', () => {
    fc.assert(
      fc.property(fc.array(decided), fc.nat(), (cases, turn) => {
        const tally = tallyCases(cases);
        const { run, ...byVerdict } = tally.cases;
        const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);
        expect(run).toBe(cases.length);
        expect(sum(byVerdict)).toBe(cases.length);
        expect(sum(tally.methods)).toBe(cases.length);
        const k = cases.length === 0 ? 0 : turn % cases.length;
        expect(tallyCases([...cases.slice(k), ...cases.slice(0, k)])).toEqual(tally);
      }),
      { numRuns: 200 },
    );
  });

  test('a case that ended in a fault is counted as run and inconclusive, and as decided by no method', () => {
    expect(tallyCases([], 2)).toEqual({
      cases: { run: 2, certified: 0, held: 0, refuted: 0, inconclusive: 2 },
      methods: { enclosure: 0, bound: 0, exact: 0, sampled: 0 },
      substantial: 0,
    });
  });
});

describe('the verdict of a claim', () => {
  test('for all cases with a refuted one, it is refuted', () => {
    fc.assert(
      fc.property(fc.array(decided), fc.array(decided), decided, fc.boolean(), (before, after, one, aboutLayer) => {
        const cases = [...before, { ...one, verdict: 'refuted' as const }, ...after];
        expect(claimVerdict(tallyCases(cases), { ...rule, aboutLayer }).verdict).toBe('refuted');
      }),
      { numRuns: 200 },
    );
  });

  test('for all cases with an inconclusive and no refuted one, it is inconclusive', () => {
    fc.assert(
      fc.property(fc.array(decided), decided, fc.boolean(), (others, one, aboutLayer) => {
        const cases = [
          ...others.filter(({ verdict }) => verdict !== 'refuted'),
          { ...one, verdict: 'inconclusive' as const },
        ];
        expect(claimVerdict(tallyCases(cases), { ...rule, aboutLayer }).verdict).toBe('inconclusive');
      }),
      { numRuns: 200 },
    );
  });

  test('for all certified cases and at least one held, it is held', () => {
    fc.assert(
      fc.property(fc.array(certified), decided, (others, one) => {
        const cases = [...others, { ...one, verdict: 'held' as const }];
        expect(claimVerdict(tallyCases(cases), rule)).toEqual({
          verdict: 'held',
          reason: expect.any(String) as string,
        });
      }),
      { numRuns: 100 },
    );
  });

  test('for all certified cases, a claim that is not about a layer is certified', () => {
    fc.assert(
      fc.property(fc.array(certified, { minLength: 1 }), (cases) => {
        expect(claimVerdict(tallyCases(cases), rule)).toEqual({ verdict: 'certified' });
      }),
      { numRuns: 100 },
    );
  });

  test('for all certified cases, a claim about a layer is certified exactly if enough substantial ones are enclosures', () => {
    fc.assert(
      fc.property(fc.array(certified, { minLength: 1 }), fc.integer({ min: 1, max: 8 }), (cases, substantialCases) => {
        const enough = cases.filter((one) => one.substantial && one.method === 'enclosure').length >= substantialCases;
        const { verdict } = claimVerdict(tallyCases(cases), { aboutLayer: true, substantialCases });
        expect(verdict).toBe(enough ? 'certified' : 'held');
      }),
      { numRuns: 500 },
    );
  });

  test('without a case it is inconclusive, never certified by default', () => {
    expect(claimVerdict(tallyCases([]), rule)).toEqual({ verdict: 'inconclusive', reason: 'no case ran' });
  });

  test('49 substantial enclosures are not enough for 50, and the reason says so', () => {
    const one = { verdict: 'certified', method: 'enclosure', substantial: true } as const;
    const { verdict, reason } = claimVerdict(tallyCases(Array(49).fill(one)), { ...rule, aboutLayer: true });
    expect(verdict).toBe('held');
    expect(reason).toContain('50 enclosures');
    expect(reason).toContain('there are 49');
  });

  test('of the target of a user, the reason says that its cases are certified', () => {
    const one = { verdict: 'certified', method: 'enclosure', substantial: true } as const;
    const of = (count: number) =>
      claimVerdict(tallyCases(Array(count).fill(one)), { ...rule, aboutLayer: true, ofTarget: true });
    expect(of(1).reason).toBe('1 case is certified for this target; to certify the claim itself takes 50');
    expect(of(2)).toEqual({
      verdict: 'held',
      reason: '2 cases are certified for this target; to certify the claim itself takes 50',
    });
  });
});
