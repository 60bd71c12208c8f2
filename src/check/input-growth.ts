/**
 * How the number of keys grows with the number of inputs: for `f_g(x) = g^{−1/2} Σ_t f(x_t)`, `g = 1, 2, …`, the least number of
 * cells whose certified error is at most ε, beside the choice of the theorem, `P = ⌈D√(g/2)L/ε⌉`.
 */
import { parseErrorNorm } from '../approximation/error-norm.js';
import { ConstructionError } from '../constructions/construction.js';
import { sumOverInputs } from '../expression/sum-over-inputs.js';
import type { Target } from '../expression/target.js';
import { openCertifyPool, type CertifyPool } from './certify-pool.js';
import type { EnclosureReport } from './certify-target.js';
import { MOST_INPUTS } from './constructions/certifiable.js';
import { papersChoice } from './design/papers-choice.js';
import { isAtMost } from './result-text.js';
import { softproofVersion } from './version.js';

export interface InputGrowthOptions {
  /** From 1 to `MOST_GROWN`. */
  readonly inputs: readonly number[];
  /** ε > 0, decimal text. */
  readonly error: string;
  readonly kappa: string;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

export interface GrownLayer {
  readonly inputs: number;
  /** Per axis. */
  readonly cells: number;
  readonly keys: string;
  /** Of the error; the lower end is 0 where the upper end is an analytic bound. */
  readonly lower: string;
  readonly upper: string;
  /** Was the layer itself enclosed, or its error bounded through second moments? */
  readonly method: 'enclosure' | 'bound';
  /** What the theorem asks for. */
  readonly predicted: { readonly cells: number; readonly keys: string };
}

/** The document `softproof/growth@1`. */
export interface InputGrowth {
  readonly schema: 'softproof/growth@1';
  readonly version: string;
  readonly target: string;
  readonly error: string;
  readonly kappa: string;
  readonly layers: readonly GrownLayer[];
  /** It was stopped; layers that were not reached are missing. */
  readonly interrupted?: true;
}

export const MOST_GROWN = 16;
/** Boxes that one layer may take; where they do not suffice, more cells are tried. */
const BOXES = 100_000;
const RELATIVE = 0.01;

/** Throws a `ConstructionError` for a target that is no real function of one number, or has no known Lipschitz constant. */
export async function inputGrowth(target: Target, options: InputGrowthOptions): Promise<InputGrowth> {
  const { inputs, error, kappa, signal, onProgress } = options;
  requireSimple(target);
  const layers: GrownLayer[] = [];
  for (const count of inputs) {
    onProgress(`${count} of ${inputs.at(-1)!} inputs`);
    const layer = await leastLayer(sumOverInputs(target, count), options);
    if (layer === undefined) break;
    layers.push(layer);
  }
  return {
    schema: 'softproof/growth@1',
    version: softproofVersion,
    target: target.name,
    error,
    kappa,
    layers,
    ...(signal.aborted ? { interrupted: true } : {}),
  };
}

function requireSimple({ name, expression, output, input, singularities }: Target): void {
  const isReal = output.width * output.tokens === 1 && expression.inputs === 1 && input.kind === 'scalars';
  if (isReal && singularities.length === 0) return;
  throw new ConstructionError({
    code: 'input',
    found: `the growth of keys for ${name}`,
    required: 'inputs are added to a real function of one number without singularities',
    remedy: 'Choose such a target, for example fixtures/targets/sin.ts.',
  });
}

/** By bisection; undefined if it was stopped. */
async function leastLayer(
  target: Target,
  { error, kappa, signal }: InputGrowthOptions,
): Promise<GrownLayer | undefined> {
  const choice = papersChoice(target, parseErrorNorm('inf')!, Number(error));
  const { cells: asked, keys } = predictedOf(choice, target);
  const pool = openCertifyPool(target, 1, signal);
  try {
    let [low, high] = [0, asked];
    let best = await certified(pool, kappa, high);
    // κ is not the theorem's: should it not suffice there, finer cells do.
    while (best !== undefined && !isAtMost(best.upper, error)) {
      [low, high] = [high, 2 * high];
      best = await certified(pool, kappa, high);
    }
    while (best !== undefined && high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const found = await certified(pool, kappa, middle);
      if (found === undefined || signal.aborted) return undefined;
      if (isAtMost(found.upper, error)) [high, best] = [middle, found];
      else low = middle;
    }
    if (best === undefined || signal.aborted) return undefined;
    const { lower, upper } = best;
    const method = target.domain.length <= MOST_INPUTS ? 'enclosure' : 'bound';
    return {
      inputs: target.domain.length,
      cells: high,
      keys: best.keys,
      lower,
      upper,
      method,
      predicted: { cells: asked, keys },
    };
  } finally {
    await pool.close();
  }
}

function predictedOf(choice: ReturnType<typeof papersChoice>, { name }: Target): GrownLayer['predicted'] {
  const certifiable = choice?.built.certifiable;
  const [cells] = certifiable?.parameters.cells ?? [];
  if (certifiable !== undefined && cells !== undefined) return { cells, keys: String(certifiable.keys) };
  throw new ConstructionError({
    code: 'accuracy',
    found: `the growth of keys for ${name}`,
    required: 'no modulus of continuity is known for it',
    remedy: 'Choose a target with bounded derivatives, or declare a modulus.',
  });
}

async function certified(pool: CertifyPool, kappa: string, cells: number): Promise<EnclosureReport | undefined> {
  return pool.certify({ cells, kappa, relative: RELATIVE, boxes: BOXES });
}
