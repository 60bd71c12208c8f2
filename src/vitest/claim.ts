/** A claim in the words of who makes it: two sides as formulas, or a layer and a bound on its error. */
import type fc from 'fast-check';
import { storeCase } from '../check/stored-case.js';
import { printable } from '../check/spell-out.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { Budget, CaseResult, Claim, Mutant, Provenance, Source } from '../theorems/claim.js';
import { decideByEnclosures } from '../theorems/support/decide-by-enclosures.js';
import { decideLayer, type MeasuredLayer } from './decide-layer.js';

/**
 * A real number of a case, by a formula in any number system: intervals of doubles first, then of decimals with up to 200 digits.
 * Numbers enter through `system.fromNumber` (the double exactly) and `system.literal` (the decimal text exactly); what is computed
 * with `Math` instead is not enclosed, and nothing is certified by it.
 */
export type Formula<Case> = <T>(system: NumberSystem<T>, input: Case) => T;

/** The left-hand side: a formula, or the certified error of a layer for a target. */
export type Measured<Case> =
  | { readonly measure: Formula<Case>; readonly layer?: never }
  | { readonly layer: (input: Case) => MeasuredLayer; readonly measure?: never };

/** A wrong version of a claim, which must be refuted on one of its cases: what is given here takes the place of the claim's own. */
export interface WrongVersion<Case> {
  /** Lower-case words with hyphens: `halved-bound`. */
  readonly id: string;
  /** What was broken, in one sentence without its full stop. */
  readonly description: string;
  readonly cases?: fc.Arbitrary<Case>;
  readonly measure?: Formula<Case>;
  readonly layer?: (input: Case) => MeasuredLayer;
  readonly bound?: Formula<Case>;
}

/** What is said of a claim; all but the statement's own parts may be left out. */
interface Described<Case> {
  /** Lower-case words with hyphens: it names files and the test. */
  readonly id: string;
  /** One line of plain text; by default the id. */
  readonly title?: string;
  readonly source: Source;
  /** By default `ours`. */
  readonly provenance?: Provenance;
  /** LaTeX, without delimiters. */
  readonly statement: string;
  readonly hypotheses?: readonly string[];
  readonly assumptions?: readonly string[];
  /** Paragraphs: proof idea, how it is decided. */
  readonly explanation?: readonly string[];
  /** Cases: plain JSON data, integers as numbers and other numbers as decimal text, so that they are stored by value. */
  readonly cases: fc.Arbitrary<Case>;
  /** Always decided first. */
  readonly edgeCases?: readonly Case[];
  /** The right-hand side. */
  readonly bound: Formula<Case>;
  /**
   * Why the statement holds for this case exactly, if a proof says so, such as equality of both sides; else undefined. Enclosures of
   * equal numbers never separate, so without it such a case is inconclusive. Mutants do not share it.
   */
  readonly tie?: (input: Case) => string | undefined;
  /** One line that a person can read; by default the case as JSON. */
  readonly describe?: (input: Case) => string;
  readonly mutants?: readonly WrongVersion<Case>[];
}

/** What {@link claim} takes. */
export type ClaimDescription<Case> = Described<Case> & Measured<Case>;

/**
 * The claim `measured ≤ bound` for every case: a value like the claims of this package, for {@link verifyClaim}.
 *
 * Guaranteed: a case is *certified* only if an enclosure of the left-hand side lies at or below one of the right-hand side (or `tie`
 * gives a proof), and *refuted* only if it lies above. Throws a `TypeError` for an id that cannot name a file.
 *
 * @example
 * ```ts
 * const square = claim({
 *   id: 'square-at-most-double',
 *   source: { paper: '—', item: 'an exercise' },
 *   statement: 'n^2 \\le 2^n, \\quad n \\ge 4',
 *   cases: fc.integer({ min: 5, max: 100 }),
 *   measure: (system, n) => system.powInteger(system.fromNumber(n), 2),
 *   bound: (system, n) => system.powInteger(system.literal('2'), n),
 * });
 * ```
 */
export function claim<Case>(description: ClaimDescription<Case>): Claim<Case> {
  const { id, title = id, mutants = [], describe: words = (input) => printable(storeCase(input)) } = description;
  const { source, provenance = 'ours', statement, hypotheses = [], assumptions = [], explanation = [] } = description;
  requireNames([id, ...mutants.map((mutant) => mutant.id)]);
  return {
    id,
    title,
    source,
    provenance,
    statement,
    constructions: [],
    hypotheses,
    assumptions,
    explanation,
    aboutLayer: description.layer !== undefined,
    edgeCases: description.edgeCases ?? [],
    arbitrary: description.cases,
    decide: (input, budget) => decide(description, input, budget),
    describe: words,
    mutants: mutants.map((mutant) => mutantOf(description, mutant)),
  };
}

type Comparison<Case> = Pick<Described<Case>, 'bound' | 'tie'> & Measured<Case>;

function decide<Case>({ measure, layer, bound, tie }: Comparison<Case>, input: Case, budget: Budget): CaseResult {
  const reason = tie?.(input);
  if (layer !== undefined) {
    return decideLayer({ ...layer(input), bound: (system) => bound(system, input), tie: reason }, budget);
  }
  const sides = <T>(system: NumberSystem<T>): { readonly observed: T; readonly bound: T } => ({
    observed: measure(system, input),
    bound: bound(system, input),
  });
  return decideByEnclosures({ sides, tie: reason, substantial: false }, budget);
}

function mutantOf<Case>(description: ClaimDescription<Case>, mutant: WrongVersion<Case>): Mutant<Case> {
  const { id, description: broken, cases, bound = description.bound } = mutant;
  const { measure = mutant.layer === undefined ? description.measure : undefined, layer = description.layer } = mutant;
  const measured = measure === undefined ? { layer: layer! } : { measure };
  return {
    id,
    description: broken,
    ...(cases === undefined ? {} : { arbitrary: cases }),
    decide: (input, budget) => decide({ ...measured, bound }, input, budget),
  };
}

/** Ids name files, with two hyphens between those of a claim and of its mutant. */
function requireNames(ids: readonly string[]): void {
  const wrong = ids.find((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id));
  if (wrong !== undefined) {
    throw new TypeError(
      `"${wrong}" is no id of a claim or mutant: it names files. Give lower-case words with single hyphens: ${suggest(wrong)}`,
    );
  }
  const twice = ids.slice(1).find((id, index) => ids.slice(1).indexOf(id) !== index);
  if (twice !== undefined) throw new TypeError(`${ids[0]!} has two mutants "${twice}": give each an id of its own`);
}

function suggest(id: string): string {
  const words = id.toLowerCase().match(/[a-z0-9]+/g);
  return words === null ? 'my-claim' : words.join('-');
}
