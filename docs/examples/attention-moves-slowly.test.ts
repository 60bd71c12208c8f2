import fc from 'fast-check';
import { softmax } from 'softproof';
import { claim, verifyClaim, type Formula } from 'softproof/vitest';

/** A head of keys with their values, in one coordinate; all integers. It moves from x/8 to y/8. */
interface Move {
  R: number;
  head: [key: number, value: number][];
  x: number;
  y: number;
}

const spread = (numbers: number[]): number => Math.max(...numbers) - Math.min(...numbers);
const keySpread = ({ head }: Move): number => spread(head.map(([key]) => key));
const valueSpread = ({ head }: Move): number => spread(head.map(([, value]) => value));

/** range(v) · tanh(R · range(k) · |x − y| / divisor), where x and y count eighths. */
const slowness =
  (divisor: number): Formula<Move> =>
  (system, move) => {
    const eighths = system.fromNumber(move.R * keySpread(move) * Math.abs(move.x - move.y));
    const angle = system.div(eighths, system.fromNumber(8 * divisor));
    return system.mul(system.fromNumber(valueSpread(move)), system.tanh(angle));
  };

export const attentionMovesSlowly = claim<Move>({
  id: 'attention-moves-slowly',
  title: 'One head moves by at most range(v) · tanh(R · range(k) · |x − y| / 4)',
  source: { paper: '—', item: 'docs/your-own-theorem.md' },
  statement:
    '|Y(x) - Y(y)| \\le \\mathrm{range}(v) \\, \\tanh \\tfrac{R \\, \\mathrm{range}(k) \\, |x - y|}{4}, \\quad Y(x) = \\sum_j \\mathrm{softmax}(R k x)_j \\, v_j',
  assumptions: ['No bias: scores are R k_j x. One coordinate; the keys are distinct.'],
  explanation: ['The logit of any event moves by at most D = R range(k) |x − y|, and a logistic curve by tanh(D/4).'],
  cases: fc.record({
    R: fc.integer({ min: 1, max: 8 }),
    head: fc.uniqueArray(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 1,
      maxLength: 6,
      selector: ([key]) => key,
    }),
    x: fc.integer({ min: -16, max: 16 }),
    y: fc.integer({ min: -16, max: 16 }),
  }),
  measure: (system, { R, head, x, y }) => {
    const output = (eighths: number) => {
      const scores = head.map(([key]) => system.fromNumber((R * key * eighths) / 8));
      const terms = softmax(system, scores).map((w, j) => system.mul(w, system.fromNumber(head[j]![1])));
      return terms.reduce((sum, term) => system.add(sum, term));
    };
    return system.abs(system.sub(output(x), output(y)));
  },
  bound: slowness(4),
  tie: (move) => {
    if (move.x === move.y || valueSpread(move) === 0) return 'nothing moves: 0 ≤ 0';
    if (move.head.length === 2 && move.x === -move.y) return 'two keys, moved symmetrically: both sides are equal';
    return undefined;
  },
  describe: ({ R, head, x, y }) =>
    `R = ${R}, keys ${head.map(([key]) => key)}, values ${head.map(([, value]) => value)}, from ${x}/8 to ${y}/8`,
  mutants: [
    { id: 'twice-as-slow', description: 'the constant 4 is taken to be 8', bound: slowness(8) },
    {
      id: 'forgets-temperature',
      description: 'the bound leaves out the inverse temperature',
      bound: (system, move) => slowness(4)(system, { ...move, R: 1 }),
    },
  ],
});

verifyClaim(attentionMovesSlowly, { cases: 300 });
