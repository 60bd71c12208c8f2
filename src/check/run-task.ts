/**
 * Does one task. The outcome is a function of the task and the claims alone (but for the seconds), so a run gives the
 * same results whoever does which task when.
 */
import type { Budget, Claim, Mutant } from '../theorems/claim.js';
import { caseSource, type CaseSource, type FoundCase } from './case-source.js';
import { confirm } from './confirm.js';
import { counterexampleOf } from './counterexample.js';
import { decideCase } from './decide-case.js';
import { profileOf } from './profile.js';
import { measureRate } from './rate.js';
import { replayCase } from './replay-case.js';
import { deriveSeed } from './seed.js';
import { findClaim, findMutant } from './select-claims.js';
import { measureCases } from './probe/measure-cases.js';
import { readCase } from './stored-case.js';
import {
  describeFault,
  type CaseOrigin,
  type CaseRecord,
  type MutantRecord,
  type RateRecord,
  type ShrinkRecord,
  type Task,
  type TaskOutcome,
} from './task.js';

/** Sources that a thread keeps, because its next task most likely asks for the same one. */
const KEPT_SOURCES = 4;

/** Does tasks on these claims, remembering what they drew. */
export function taskRunner(claims: readonly Claim[]): (task: Task) => TaskOutcome {
  const kept = new Map<string, CaseSource>();

  function sourceOf(claim: Claim, origin: CaseOrigin): CaseSource {
    const key = JSON.stringify(origin);
    let source = kept.get(key);
    if (source === undefined) {
      source = claimCases(claim, origin);
      if (kept.size === KEPT_SOURCES) kept.delete(kept.keys().next().value!);
      kept.set(key, source);
    }
    return source;
  }

  return (task) => {
    if (task.kind === 'replay') return { kind: 'replay', record: replayCase(findClaim(claims, task.claim), task) };
    if (task.kind === 'measure') return { kind: 'measure', results: measureCases(findClaim(claims, task.claim), task) };
    const claim = findClaim(claims, task.origin.claim);
    if (task.kind === 'mutant') return { kind: 'mutant', record: huntMutant(claim, task.mutant, task.origin) };
    if (task.kind === 'rate') return { kind: 'rate', record: studyRate(claim, task.origin) };
    const source = sourceOf(claim, task.origin);
    const { budget, shrinkSteps } = profileOf(task.origin.profile);
    if (task.kind === 'cases') {
      return { kind: 'cases', records: task.indices.map((index) => decideIndex(claim, source, index, budget)) };
    }
    return { kind: 'shrink', record: shrinkIndex(claim, claim.decide, source, task.index, budget, shrinkSteps) };
  };
}

/** The cases of a claim. */
export function claimCases(claim: Claim, origin: CaseOrigin): CaseSource {
  const seed = deriveSeed(origin.seed, claim.id);
  return origin.given === undefined
    ? caseSource(claim.edgeCases, claim.arbitrary, seed, origin.random)
    : caseSource(origin.given.map(readCase), claim.arbitrary, seed, 0);
}

function decideIndex(claim: Claim, source: CaseSource, index: number, budget: Budget): CaseRecord {
  const start = performance.now();
  let text: string | undefined;
  try {
    text = source.text(index);
    const result = decideCase(claim.decide, text, budget);
    return { index, seconds: secondsSince(start), result };
  } catch (error) {
    return { index, seconds: secondsSince(start), fault: describeFault(error, `case ${index}`, text) };
  }
}

function shrinkIndex(
  claim: Claim,
  decide: Claim['decide'],
  source: CaseSource,
  index: number,
  budget: Budget,
  shrinkSteps: number,
  where = `refuted case ${index}`,
): ShrinkRecord {
  const start = performance.now();
  let found: FoundCase | undefined;
  try {
    found = smallest(decide, source, index, budget, shrinkSteps);
    const counterexample = counterexampleOf(claim, found, confirm(decide, found.text, budget));
    return { index, seconds: secondsSince(start), counterexample };
  } catch (error) {
    return { index, seconds: secondsSince(start), fault: describeFault(error, where, found?.text) };
  }
}

function huntMutant(claim: Claim, id: string, origin: CaseOrigin): MutantRecord {
  const start = performance.now();
  const mutant = findMutant(claim, id);
  const { budget, mutantCases, shrinkSteps } = profileOf(origin.profile);
  const source = mutantSource(claim, mutant, origin.seed, mutantCases);
  for (let index = 0; index < source.size; index++) {
    let text: string | undefined;
    try {
      text = source.text(index);
      if (decideCase(mutant.decide, text, budget).verdict !== 'refuted') continue;
    } catch (error) {
      const fault = describeFault(error, `mutant ${id}, case ${index}`, text);
      return { mutant: id, seconds: secondsSince(start), tried: index + 1, fault };
    }
    const where = `mutant ${id}, refuted case ${index}`;
    const shrunk = shrinkIndex(claim, mutant.decide, source, index, budget, shrinkSteps, where);
    const found = 'fault' in shrunk ? { fault: shrunk.fault } : { counterexample: shrunk.counterexample };
    return { mutant: id, seconds: secondsSince(start), tried: index + 1, ...found };
  }
  return { mutant: id, seconds: secondsSince(start), tried: source.size };
}

function studyRate(claim: Claim, { profile }: CaseOrigin): RateRecord {
  const start = performance.now();
  try {
    const rate = measureRate(claim.rate!, profileOf(profile).budget);
    return { seconds: secondsSince(start), rate };
  } catch (error) {
    return { seconds: secondsSince(start), fault: describeFault(error, 'the rate of convergence') };
  }
}

function mutantSource(claim: Claim, mutant: Mutant<unknown>, seed: number, random: number): CaseSource {
  const arbitrary = mutant.arbitrary ?? claim.arbitrary;
  return caseSource(claim.edgeCases, arbitrary, deriveSeed(seed, `${claim.id}/${mutant.id}`), random);
}

/** The smallest refuted case found within a number of decisions. A fault on the way ends no search: it is skipped. */
function smallest(
  decide: Claim['decide'],
  source: CaseSource,
  index: number,
  budget: Budget,
  shrinkSteps: number,
): FoundCase {
  let left = shrinkSteps + 1;
  const found = source.shrink(index, (text) => {
    if (left === 0) return false;
    left -= 1;
    try {
      return decideCase(decide, text, budget).verdict === 'refuted';
    } catch {
      return false;
    }
  });
  return found ?? foundAt(source, index);
}

/** A case as it was drawn. */
export function foundAt(source: CaseSource, index: number): FoundCase {
  const origin = source.origin(index);
  return { text: source.text(index), ...(origin === undefined ? {} : { origin }) };
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
