/** What layers of truncated linear attention cost, and what an auditor must see of them. */
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { RealConstant } from '../expression/target.js';
import { intervalSystem as system } from '../numeric/interval.js';
import type { Construction, CostReport } from './construction.js';
import type { GeneralisedRelu } from './generalised-relu.js';
import type { TokenFunction } from './token-function.js';
import { boundTruncationScore, boundTruncationWeight, magnitude } from './truncation-cost.js';
import type { QueryLayout } from './truncation-weights.js';
import { describeTruncation, type Truncation } from './truncation.js';
import type { SequenceFunction } from './truncated-multi-weights.js';
import type { TruncatedMulti } from './truncated-multi.js';
import { oneRowColumns } from './truncated-single-weights.js';
import type { TruncatedSingle } from './truncated-single.js';

const oneRow = (count: number): QueryLayout => ({ count, rows: 1, blocks: 1, mask: decimalConstant('0') });

function describeRange({ lower, upper }: Truncation): Record<string, string> {
  return { lower: lower.text, upper: upper.text };
}

/**
 * One head that writes its outputs into one row, for `y_i = w_iᵀx_i + t_i` with `|y_i| ≤ most` on the domain. Counts are exact;
 * largest weight and score are upper bounds rounded up.
 */
export function describeTruncatedSingle(
  construction: TruncatedSingle,
  functions: readonly TokenFunction[],
  most: number,
): Construction {
  const truncation: Truncation = { kind: 'single', ...construction };
  const parameters = { ...describeRange(truncation), ...describeTruncation(truncation) };
  return { id: 'truncated-single', parameters, cost: singleCost(truncation, functions, most) };
}

function singleCost(
  truncation: Truncation & TruncatedSingle,
  functions: readonly TokenFunction[],
  most: number,
): CostReport {
  const columns = oneRowColumns(truncation.cells, functions.length);
  const [d, n, N] = [BigInt(functions[0]!.weights.length), BigInt(functions.length), BigInt(columns)];
  const numbers = functions.flatMap(({ weights, offset }) => [...weights, offset]);
  return {
    keys: N,
    heads: 1,
    // P_a, Q_a and B; W_Q, W_K, W_V of four columns; W_O.
    parameters: d * (4n * d + n * N) + 4n * N + 20n + N * n,
    largestWeight: Math.max(boundTruncationWeight(truncation, oneRow(functions.length)), largest(numbers)),
    largestScore: boundTruncationScore(truncation, oneRow(functions.length), most),
    linearMaps: [
      { name: 'Linear', kind: 'sequence-wise', biasPerPosition: true },
      { name: 'W_O', kind: 'sequence-wise', biasPerPosition: false },
    ],
    scaleFolded: true,
  };
}

/** Several heads over `y_i = wᵀx_i + t_i`, `|y_i| ≤ most` on the domain. Counts and bounds as above. */
export function describeTruncatedMulti(
  construction: TruncatedMulti,
  { weights, offsets }: SequenceFunction,
  most: number,
): Construction {
  const truncation: Truncation = { kind: 'multi', ...construction };
  const [d, n, H] = [BigInt(weights.length), BigInt(construction.tokens), BigInt(construction.heads)];
  const rows = d + n;
  // W_Q holds the products of β and the weights.
  const beta = evaluateConstant(construction.inverseTemperature.expression, system);
  const products = [...weights, ...offsets].map(({ expression }) =>
    system.mul(beta, evaluateConstant(expression, system)),
  );
  const layout = oneRow(construction.tokens);
  return {
    id: 'truncated-multi',
    parameters: { ...describeRange(truncation), ...describeTruncation(truncation) },
    cost: {
      keys: n,
      heads: construction.heads,
      // P and B of [X; I]; W_Q, W_K, W_V and W_O of every head.
      parameters: rows * (d + n) + H * (5n * rows + n * n),
      largestWeight: Math.max(boundTruncationWeight(truncation, layout), magnitude(products)),
      largestScore: boundTruncationScore(truncation, layout, most),
      linearMaps: [{ name: '[X; I]', kind: 'token-wise', biasPerPosition: true }],
      scaleFolded: true,
    },
  };
}

/** The head, or both heads, of a generalised ReLU. Counts and bounds as above. */
export function describeGeneralisedRelu(
  { activation, head, slope }: GeneralisedRelu,
  functions: readonly TokenFunction[],
  most: number,
): Construction {
  const { parameters, cost } = describeTruncatedSingle(head, functions, most);
  const heads = slope === undefined ? 1 : 2;
  return {
    id: 'generalised-relu',
    parameters: { activation, ...parameters, ...(slope === undefined ? {} : { slope: slope.text }) },
    cost: { ...cost, keys: BigInt(heads) * cost.keys, heads, parameters: BigInt(heads) * cost.parameters },
  };
}

function largest(numbers: readonly RealConstant[]): number {
  return magnitude(numbers.map(({ expression }) => evaluateConstant(expression, system)));
}
