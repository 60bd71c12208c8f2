/**
 * Claims about whole numbers that come out in every possible way, to test the runner. A JavaScript module, because
 * worker threads import it beside the built package. A case is { n: '17' }, 0 ≤ n ≤ 1000.
 */
import fc from 'fast-check';
import { isMainThread } from 'node:worker_threads';

const LARGEST = 1000;

const cases = fc.integer({ min: 0, max: LARGEST }).map(
  (n) => ({ n: String(n) }),
  (stored) => Number(/** @type {{ n: string }} */ (stored).n),
);

const number = (input) => Number(input.n);

/** What a claim `n ≤ bound` finds. */
function found(verdict, method, n, bound, substantial = false) {
  const text = String(n);
  return {
    verdict,
    method,
    observed: { lower: text, upper: text },
    bound: String(bound),
    ratio: bound === 0 && n === 0 ? 0 : n / bound,
    substantial,
    witness: [text],
  };
}

function atMost(bound) {
  return (input) => found(number(input) <= bound ? 'certified' : 'refuted', 'exact', number(input), bound);
}

const halved = { id: 'halved', description: 'the bound is halved', decide: atMost(LARGEST / 2) };
const zero = { id: 'zero', description: 'the bound is zero', decide: atMost(0) };

function claim(id, decide, more = {}) {
  return {
    id,
    title: `The claim ${id}`,
    source: { paper: '—', item: 'test' },
    provenance: 'ours',
    statement: String.raw`n \le ${LARGEST}`,
    constructions: [],
    hypotheses: ['n is a whole number'],
    assumptions: ['none'],
    explanation: ['It is decided by looking.'],
    aboutLayer: false,
    edgeCases: [{ n: '0' }, { n: '1000' }],
    arbitrary: cases,
    decide,
    describe: ({ n }) => `n = ${n}`,
    mutants: [halved, zero],
    ...more,
  };
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

export const certain = claim('certain', atMost(LARGEST));
/** Its error is 1/N to within a hundredth, its bound 2/N. */
export const converging = claim('converging', atMost(LARGEST), {
  rate: {
    family: '1/N',
    predicted: -1,
    sizes: [2, 4, 8],
    measure: (size) => ({ lower: 0.99 / size, upper: 1.01 / size, bound: 2 / size }),
  },
});
/** Its error exceeds the bound at size 8. */
export const stalling = claim('stalling', atMost(LARGEST), {
  rate: {
    family: 'a constant',
    predicted: -1,
    sizes: [2, 4, 8],
    measure: (size) => ({ lower: 0.2, upper: 0.21, bound: 1 / size }),
  },
});
export const sampledOnly = claim('sampled-only', (input) => found('held', 'sampled', number(input), LARGEST));
export const falseAbove100 = claim('false-above-100', atMost(100), { edgeCases: [] });
export const falseAtEdge = claim('false-at-edge', atMost(100));
export const tooHard = claim('too-hard', (input) =>
  found(number(input) % 7 === 0 ? 'inconclusive' : 'certified', 'bound', number(input), LARGEST),
);
export const faulty = claim('faulty', (input) => {
  if (number(input) % 7 === 3) throw new RangeError(`cannot count to ${input.n}`);
  return atMost(LARGEST)(input);
});
export const survivor = claim('survivor', atMost(LARGEST), {
  mutants: [halved, { id: 'harmless', description: 'the bound is raised', decide: atMost(LARGEST + 1) }],
});
export const layer = claim(
  'layer',
  (input) => found('certified', 'enclosure', number(input), LARGEST, number(input) >= 16),
  { aboutLayer: true, casesFor: (target) => target.domain.map((_, i) => ({ n: String(i) })) },
);
/** Refuted at first, certified when decided again with more digits: a contradiction, which is a fault. */
export const unstable = claim('unstable', (input, budget) =>
  found(budget.digits <= 200 && number(input) > 500 ? 'refuted' : 'certified', 'bound', number(input), LARGEST),
);
export const slow = claim('slow', (input) => {
  Atomics.wait(sleeper, 0, 0, 40);
  return atMost(LARGEST)(input);
});
/** Ends the worker thread it runs in at one of its edge cases. */
export const deadly = claim('deadly', (input) => {
  if (!isMainThread && input.n === '1000') process.exit(9);
  return atMost(LARGEST)(input);
});
/** Has nothing to run when no random cases are asked for. */
export const idle = claim('idle', atMost(LARGEST), { edgeCases: [], mutants: [] });
/** Asks for all memory there is at a case that no generator draws. */
export const hungry = claim('hungry', (input) => {
  const hoard = [];
  while (input.n === '-1') hoard.push(new Array(1e6).fill(0.5));
  return atMost(LARGEST)(input);
});
/** Never ends at a case that no generator draws. */
export const endless = claim('endless', (input) => {
  while (input.n === '-1');
  return atMost(LARGEST)(input);
});

export const claims = [
  certain,
  converging,
  stalling,
  sampledOnly,
  falseAbove100,
  falseAtEdge,
  tooHard,
  faulty,
  survivor,
  layer,
  unstable,
  slow,
  deadly,
  hungry,
  endless,
  idle,
];
