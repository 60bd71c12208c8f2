/** Parts of results in documents that somebody else wrote. */
import type { CaseResult } from '../theorems/claim.js';
import type { Counterexample } from './counterexample.js';
import type { DocumentPart } from './document-part.js';
import { isAtMost, methods, verdicts } from './result-text.js';
import { printable } from './spell-out.js';
import { storeCase } from './stored-case.js';

/** The field `case`: plain JSON data as it is decided. */
export function readInput(document: DocumentPart): { readonly value: unknown; readonly text: string } {
  const input = document.get('case');
  try {
    return { value: input.value, text: storeCase(input.value) };
  } catch (error) {
    throw input.error(printable((error as Error).message));
  }
}

/** The fields `observed` and `bound`. */
export function readSides(document: DocumentPart): Pick<CaseResult, 'observed' | 'bound'> {
  const observed = document.get('observed');
  observed.only(['lower', 'upper']);
  const lower = observed.get('lower').decimal();
  const upper = observed.get('upper').decimal();
  if (!isAtMost(lower, upper)) throw observed.error('the lower end is above the upper end');
  return { observed: { lower, upper }, bound: document.get('bound').decimal() };
}

/** A counterexample as results hold it; a ratio that is null was not finite. */
export function readCounterexample(document: DocumentPart): Counterexample {
  document.only(['case', 'description', 'method', 'observed', 'bound', 'ratio', 'seed', 'path', 'witness', 'note']);
  return {
    case: readInput(document).value,
    description: document.get('description').sentence(),
    ...readDecided(document),
    ...readOrigin(document),
  };
}

function readDecided(document: DocumentPart): Omit<CaseResult, 'substantial' | 'verdict'> {
  const witness = document
    .find('witness')
    ?.items()
    .map((coordinate) => coordinate.decimal());
  const note = document.find('note')?.sentence();
  return {
    method: document.get('method').oneOf(methods),
    ...readSides(document),
    ratio: document.get('ratio').numberOrNull() ?? Infinity,
    ...(witness === undefined ? {} : { witness }),
    ...(note === undefined ? {} : { note }),
  };
}

/** What was found for a case, as documents hold it; a ratio that is null was not finite. */
export function readFound(document: DocumentPart): Omit<CaseResult, 'substantial'> {
  document.only(['verdict', 'method', 'observed', 'bound', 'ratio', 'witness', 'note']);
  return {
    verdict: document.get('verdict').oneOf(verdicts),
    ...readDecided(document),
  };
}

/** The fields `seed` and `path`, where a case was drawn. */
export function readOrigin(document: DocumentPart): { readonly seed?: number; readonly path?: string } {
  const [seed, path] = [document.find('seed'), document.find('path')];
  if (seed === undefined || path === undefined) return {};
  return { seed: seed.wholeNumber(Number.MIN_SAFE_INTEGER), path: path.sentence() };
}
