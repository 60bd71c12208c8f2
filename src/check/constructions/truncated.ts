/**
 * Truncated attention of the input itself, for targets of one input: `truncated-single`, `truncated-multi`,
 * `generalised-relu` (the range [0, B], keys centred).
 */
import { boundSingularPart } from '../../certify/layer-lp-problem.js';
import { bandsOf, describeTruncated, sizesOf } from '../../constructions/certificate-attention.js';
import { multiChoice, singleChoice } from '../../constructions/derived-truncation.js';
import { truncatedMulti, type TruncatedMulti } from '../../constructions/truncated-multi.js';
import { checkRange, refusal, type TruncatedRange } from '../../constructions/truncated-range.js';
import { checkOneInput, truncatedTargetBound, TruncatedTargetError } from '../../constructions/truncated-target.js';
import { truncatedSingleLayer, type KeyPlacement, type TruncatedSingle } from '../../constructions/truncated-single.js';
import { truncationCells, truncationOf, type Truncation } from '../../constructions/truncation.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import type { RealConstant } from '../../expression/target.js';
import { intervalSystem } from '../../numeric/interval.js';
import { defaultBoxes, KEYS_PER_COST, searchBoxError } from './box-error-search.js';
import { layerCertificate, networkCertificate } from './layer-certificate.js';
import {
  earlyEnd,
  type Certifiable,
  type ConstructionEntry,
  type Question,
  type SearchableError,
} from './certifiable.js';
import { cellList, constantOf, type ConstructionParameters, type ReportedParameters } from './parameters.js';

export type SingleTruncation = { readonly kind: 'single' } & TruncatedSingle;
export type MultiTruncation = { readonly kind: 'multi' } & TruncatedMulti;

export const truncatedSingleEntry: ConstructionEntry<SingleTruncation> = {
  needs: ['range', 'cells'],
  takes: ['keys', 'beta'],
  acceptsSingularities: true,
  build: (target, parameters) => {
    checkOneInput(target);
    return single(parameters, parameters.keys ?? 'left');
  },
  certifiable: (truncation, question) =>
    certifiable(truncation, question, {
      range: rangeText(truncation),
      cells: [truncation.cells],
      keys: truncation.keys,
      beta: truncation.inverseTemperature.text,
    }),
};

export const generalisedReluEntry: ConstructionEntry<SingleTruncation> = {
  needs: ['range', 'cells'],
  takes: ['beta'],
  acceptsSingularities: true,
  build: (target, parameters) => {
    checkOneInput(target);
    const truncation = single(parameters, 'centred');
    const lower = evaluateConstant(truncation.lower.expression, intervalSystem);
    if (lower.lo === 0 && lower.hi === 0) return truncation;
    const required = 'a generalised ReLU is truncated to [0, B]';
    throw refusal(
      'domain',
      `the range [${rangeText(truncation).join(', ')}]`,
      required,
      'Begin the range at 0, or use truncated-single.',
    );
  },
  certifiable: (truncation, question) =>
    certifiable(truncation, question, {
      range: rangeText(truncation),
      cells: [truncation.cells],
      beta: truncation.inverseTemperature.text,
    }),
};

export const truncatedMultiEntry: ConstructionEntry<MultiTruncation> = {
  needs: ['range', 'heads', 'tokens'],
  takes: ['beta'],
  acceptsSingularities: true,
  build: (target, parameters) => {
    checkOneInput(target);
    return multi(parameters);
  },
  certifiable: (truncation, question) =>
    certifiable(truncation, question, {
      range: rangeText(truncation),
      heads: truncation.heads,
      tokens: truncation.tokens,
      beta: truncation.inverseTemperature.text,
    }),
};

function single({ range, cells, beta }: ConstructionParameters, keys: KeyPlacement): SingleTruncation {
  const given = cellList(cells!);
  if (given.length !== 1) {
    throw refusal('axes', `${given.length} numbers of cells`, 'there is one range', 'Give one number of cells.');
  }
  const derived = singleChoice(given[0]!, keys);
  const inverseTemperature = givenBeta(beta) ?? derived.inverseTemperature;
  return truncationOf({ ...derived, inverseTemperature }, rangeOf(range!), 1) as SingleTruncation;
}

function multi({ range: ends, heads, tokens, beta }: ConstructionParameters): MultiTruncation {
  const range = rangeOf(ends!);
  checkRange(range);
  const derived = multiChoice(heads!, tokens!, range);
  const inverseTemperature = givenBeta(beta) ?? derived.inverseTemperature;
  const padded = truncationOf({ ...derived, inverseTemperature }, range, tokens!) as MultiTruncation;
  // Fewer than 3 tokens are refused here, not padded.
  return { kind: 'multi', ...truncatedMulti({ ...padded, tokens: tokens! }) };
}

function rangeOf([lower, upper]: readonly [string, string]): TruncatedRange {
  return {
    lower: constantOf(lower, 'domain', 'lower end of the range'),
    upper: constantOf(upper, 'domain', 'upper end of the range'),
  };
}

/** Undefined where it is to follow from the rest. */
function givenBeta(beta: string | undefined): RealConstant | undefined {
  return beta === undefined || beta === 'auto'
    ? undefined
    : constantOf(beta, 'inverse-temperature', 'inverse temperature β');
}

function rangeText({ lower, upper }: TruncatedRange): readonly [string, string] {
  return [lower.text, upper.text];
}

function certifiable(truncation: Truncation, { target, norm }: Question, parameters: ReportedParameters): Certifiable {
  // One query: the columns of every head.
  const keys = truncation.kind === 'single' ? truncation.cells : truncation.heads * truncation.tokens;
  const error = new TruncatedTargetError(truncation, target);
  const searchable: SearchableError = {
    error,
    parts: [truncationCells(truncation)],
    boundSingularPart: (box, p) => boundSingularPart(target, error.largestOutput, box, p),
  };
  return {
    parameters,
    keys: BigInt(keys),
    // Several heads look at all of their keys, one head at those near the query.
    boxes: defaultBoxes(truncation.kind === 'single' ? 1 : keys / KEYS_PER_COST),
    searchable,
    search: (limits) => searchBoxError(searchable, target, norm, limits),
    bound: (limits) => truncatedTargetBound(truncation, target, norm, earlyEnd(limits)),
    ...(truncation.kind === 'single'
      ? layerCertificate({ target, norm }, () => truncatedSingleLayer(truncation), keys)
      : networkCertificate({ target, norm }, keys, error, () => description(truncation, error))),
  };
}

function description(truncation: Truncation, { truncation: error }: TruncatedTargetError) {
  const attention = describeTruncated(truncation);
  if (attention === undefined) return undefined;
  return {
    attention,
    bands: (room: number) => bandsOf([[truncation, error]], room),
    parts: [1],
    sizes: sizesOf(attention.truncation),
  };
}
