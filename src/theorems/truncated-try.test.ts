import fc from 'fast-check';
import { it } from 'vitest';
import type { Claim } from './claim.js';
import { truncatedSingleClaim } from './truncated-single.js';
import { truncatedCentred } from './truncated-centred.js';
const budget = { boxes: 100_000, digits: 200 };
for (const claim of [truncatedSingleClaim, truncatedCentred] as unknown as Claim[])
  it(claim.id, () => {
    const cases = [...claim.edgeCases, ...fc.sample(claim.arbitrary, { seed: 5, numRuns: 300 })];
    const tally: Record<string, number> = {};
    let worst = 0,
      slow = 0,
      slowCase: unknown;
    const t0 = performance.now();
    for (const c of cases) {
      const t = performance.now();
      const r = claim.decide(c, budget);
      const dt = performance.now() - t;
      if (dt > slow) {
        slow = dt;
        slowCase = c;
      }
      const key = r.verdict + '/' + r.method + (r.substantial ? '/s' : '');
      tally[key] = (tally[key] ?? 0) + 1;
      if (r.verdict !== 'certified') console.log(JSON.stringify(c), JSON.stringify(r));
      worst = Math.max(worst, r.ratio);
    }
    console.log(
      claim.id,
      tally,
      'worst',
      worst,
      'mean ms',
      (performance.now() - t0) / cases.length,
      'slow',
      slow,
      JSON.stringify(slowCase),
    );
    for (const m of claim.mutants) {
      const list = [...claim.edgeCases, ...fc.sample(m.arbitrary ?? claim.arbitrary, { seed: 5, numRuns: 300 })];
      const t = performance.now();
      const i = list.findIndex((c) => m.decide(c, budget).verdict === 'refuted');
      const all = fc
        .sample(m.arbitrary ?? claim.arbitrary, { seed: 6, numRuns: 100 })
        .filter((c) => m.decide(c, budget).verdict === 'refuted').length;
      console.log(
        m.id,
        'first',
        i,
        JSON.stringify(list[i]),
        i >= 0 ? JSON.stringify(m.decide(list[i], budget)) : '',
        'of 100:',
        all,
        performance.now() - t,
      );
    }
  });
