/** JUnit XML: a suite per claim, with a test case for the claim itself and one for each of its mutants. */
import type { ClaimOutcome, MutantOutcome } from '../check/claim-outcome.js';
import type { Counterexample } from '../check/counterexample.js';
import type { BaselineReport, CheckOutcome } from '../check/run-claims.js';
import { spellOut } from '../check/spell-out.js';
import { differenceText } from './baseline-text.js';

export function junitXml({ claims, interrupted, baseline }: CheckOutcome): string {
  const suites = [...claims.map(suite), ...(baseline === undefined ? [] : [baselineSuite(baseline)])];
  const total = sum(suites);
  const name = interrupted ? 'softproof (interrupted)' : 'softproof';
  const seconds = claims.reduce((time, outcome) => time + outcome.seconds, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${name}" ${counts(total)} time="${seconds.toFixed(3)}">`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Counted {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
}

function suite(outcome: ClaimOutcome): Counted {
  const { claim, mutants, seconds } = outcome;
  const cases = [claimCase(outcome), ...mutants.map((mutant) => mutantCase(claim.id, mutant))];
  return suiteOf(claim.id, cases, seconds);
}

function suiteOf(name: string, cases: readonly Counted[], seconds: number): Counted {
  const total = sum(cases);
  const xml = [
    `  <testsuite name="${attribute(name)}" ${counts(total)} time="${seconds.toFixed(3)}">`,
    ...cases.map((one) => one.xml),
    '  </testsuite>',
  ].join('\n');
  return { ...total, xml };
}

/** A test case for every claim that is worse than the baseline, or one that says that there is none. */
function baselineSuite({ file, cases: compared, differences }: BaselineReport): Counted {
  const ids = [...new Set(differences.map(({ claim }) => claim))];
  const worse = ids.map((id) => {
    const told = differences.filter(({ claim }) => claim === id).map(differenceText);
    const start = `name="${attribute(`${id} is as in the baseline`)}" classname="baseline"`;
    return failed('failure', start, 'baseline', told[0]!, told.join('\n'));
  });
  const start = `name="${attribute(`${compared} cases are as in ${file}`)}" classname="baseline"`;
  const cases = worse.length > 0 ? worse : [{ tests: 1, failures: 0, errors: 0, xml: element(start, '') }];
  return suiteOf('baseline', cases, 0);
}

function claimCase(outcome: ClaimOutcome): Counted {
  const { claim, verdict, reason, tally, faults, counterexample, seconds } = outcome;
  const start = `name="${attribute(claim.title)}" classname="${attribute(claim.id)}" time="${seconds.toFixed(3)}"`;
  const summary = `${verdict} on ${tally.cases.run} cases${reason === undefined ? '' : `: ${reason}`}`;
  if (faults.length > 0) {
    const text = faults.map(({ where, stack }) => `${where}: ${stack}`).join('\n');
    return failed('error', start, 'fault', `${faults.length} internal faults`, text);
  }
  if (verdict === 'refuted' || verdict === 'inconclusive') {
    return failed('failure', start, verdict, summary, counterexample === undefined ? summary : tell(counterexample));
  }
  return { tests: 1, failures: 0, errors: 0, xml: element(start, `<system-out>${content(summary)}</system-out>`) };
}

function mutantCase(claim: string, { id, description, refuted, tried, counterexample }: MutantOutcome): Counted {
  const start = `name="${attribute(`mutant ${id}: ${description}`)}" classname="${attribute(claim)}"`;
  if (!refuted) {
    const message = `the mutant survived ${tried} cases`;
    return failed('failure', start, 'survived', message, message);
  }
  const told = counterexample === undefined ? '' : `<system-out>${content(tell(counterexample))}</system-out>`;
  return { tests: 1, failures: 0, errors: 0, xml: element(start, told) };
}

function failed(kind: 'failure' | 'error', start: string, type: string, message: string, text: string): Counted {
  const inner = `<${kind} type="${type}" message="${attribute(message)}">${content(text)}</${kind}>`;
  return {
    tests: 1,
    failures: kind === 'failure' ? 1 : 0,
    errors: kind === 'error' ? 1 : 0,
    xml: element(start, inner),
  };
}

function element(start: string, inner: string): string {
  return `    <testcase ${start}>${inner}</testcase>`;
}

function tell({ description, observed, bound, witness, case: value }: Counterexample): string {
  const at = witness === undefined ? '' : ` at (${witness.join(', ')})`;
  return `${description}\nobserved [${observed.lower}, ${observed.upper}]${at}, bound ${bound}\n${JSON.stringify(value)}`;
}

function sum(parts: readonly Counted[]): Omit<Counted, 'xml'> {
  const add = (key: 'tests' | 'failures' | 'errors'): number => parts.reduce((total, part) => total + part[key], 0);
  return { tests: add('tests'), failures: add('failures'), errors: add('errors') };
}

function counts({ tests, failures, errors }: Omit<Counted, 'xml'>): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}"`;
}

/** Text between tags. */
function content(text: string): string {
  return expressible(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#13;');
}

/** Text between double quotes; a parser would turn bare line breaks and tabs into blanks. */
function attribute(text: string): string {
  return content(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
}

/** XML 1.0 has no way to write most control characters, lone surrogates, U+FFFE and U+FFFF: they are spelled out. */
function expressible(text: string): string {
  return spellOut(
    text,
    (code) =>
      code === 0x9 ||
      code === 0xa ||
      code === 0xd ||
      (code >= 0x20 && code <= 0xd7ff) ||
      (code >= 0xe000 && code <= 0xfffd) ||
      code >= 0x10000,
  );
}
