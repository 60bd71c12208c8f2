/**
 * Reads the results of one share of a run, as `softproof check --shard` writes them. The file may come from anywhere: nothing
 * in it is believed, followed or executed.
 */
import type { BaselineDifference, BaselineKind } from '../../check/baseline/compare.js';
import type { WeakCase } from '../../check/claim-outcome.js';
import type { Counterexample } from '../../check/counterexample.js';
import { DocumentPart } from '../../check/document-part.js';
import { profileNames } from '../../check/profile.js';
import type { MeasuredPoint, Rate } from '../../check/rate.js';
import { readJsonFile } from '../../check/read-json-file.js';
import { readCounterexample, readFound, readInput, readOrigin, readSides } from '../../check/read-result.js';
import { methods, verdicts } from '../../check/result-text.js';
import type { BaselineReport, RunShare } from '../../check/run-claims.js';
import type { Fault } from '../../check/task.js';
import type { RatioHistogram, TightestCase } from '../../check/tightness.js';
import type { CaseTally } from '../../check/verdict.js';
import type { WorstCase } from '../../check/claim-outcome.js';
import { printable } from '../../check/spell-out.js';
import type { TextFileKind } from '../../expression/read-text-file.js';
import type { ProfileName, Verdict } from '../../theorems/claim.js';
import type { Environment } from '../environment.js';

/** What one share says of the run it belongs to, and of its claims. */
export interface Share {
  readonly file: string;
  readonly version: string;
  readonly seed: number;
  readonly profile: ProfileName;
  readonly environment: Environment;
  readonly interrupted: boolean;
  readonly share: RunShare;
  readonly claims: readonly ClaimShare[];
  readonly baseline?: BaselineReport;
}

export interface ClaimShare {
  readonly id: string;
  readonly verdict: Verdict;
  readonly tally: CaseTally;
  readonly planned: number;
  readonly worst?: WorstCase;
  readonly ratios?: RatioHistogram;
  readonly refuted?: number;
  readonly weakest?: WeakCase;
  readonly tightest?: TightestCase;
  readonly counterexample?: Counterexample;
  /** Why the verdict rests on a case that an earlier run stored; absent where it does not. */
  readonly stored?: string;
  readonly mutants: readonly MutantShare[];
  readonly rate?: Rate;
  readonly faults: readonly Fault[];
  readonly seconds: number;
}

export interface MutantShare {
  readonly id: string;
  readonly tried: number;
  readonly counterexample?: Counterexample;
}

const FILE: TextFileKind = {
  name: 'the results.json of a check',
  mostBytes: 1 << 26,
  whenLarger: 'Results are far smaller: give the folder that softproof check --shard wrote.',
};

const REMEDY = 'Give a folder that softproof check --shard I/N of this version wrote.';

/** Throws an `UnreadableFileError` or an `InvalidFileError`. */
export async function readShare(file: string): Promise<Share> {
  const root = new DocumentPart(file, await readJsonFile(file, FILE), REMEDY);
  const schema = root.get('schema');
  if (schema.value !== 'softproof/results@1') {
    throw schema.error(`"${printable(schema.word())}" is not softproof/results@1`);
  }
  const shard = root.find('shard');
  if (shard === undefined) {
    throw root.error(
      'these are the results of a whole run, not of one share',
      'Only shares are merged: run check with --shard I/N.',
    );
  }
  root.only(['schema', 'version', 'seed', 'profile', 'environment', 'interrupted', 'shard', 'claims', 'baseline']);
  const baseline = root.find('baseline');
  return {
    file,
    version: root.get('version').version(),
    seed: root.get('seed').wholeNumber(Number.MIN_SAFE_INTEGER),
    profile: root.get('profile').oneOf(profileNames),
    environment: readEnvironment(root.get('environment')),
    interrupted: root.find('interrupted')?.flag() ?? false,
    share: readRunShare(shard),
    claims: root.get('claims').items().map(readClaim),
    ...(baseline === undefined ? {} : { baseline: readBaselineReport(baseline) }),
  };
}

function readRunShare(shard: DocumentPart): RunShare {
  shard.only(['index', 'count', 'digest', 'ofTarget']);
  const count = shard.get('count').wholeNumber(1);
  const index = shard.get('index').wholeNumber(1) - 1;
  if (index >= count) throw shard.error(`share ${index + 1} of ${count} is none`);
  return { index, count, digest: shard.get('digest').word(), ofTarget: shard.get('ofTarget').flag() };
}

function readEnvironment(part: DocumentPart): Environment {
  const cpu = part.get('cpu');
  if (part.get('gpu').value !== null) throw part.get('gpu').error('this version uses no graphics adapter');
  return {
    softproof: part.get('softproof').version(),
    node: part.get('node').word(),
    v8: part.get('v8').word(),
    platform: part.get('platform').word(),
    dependencies: part.get('dependencies').dictionary(),
    cpu: {
      model: cpu.get('model').word(),
      cores: cpu.get('cores').wholeNumber(1),
      memoryBytes: cpu.get('memoryBytes').wholeNumber(1),
    },
    gpu: null,
    seed: part.get('seed').wholeNumber(Number.MIN_SAFE_INTEGER),
    command: part.get('command').sentence(),
    wallSeconds: part.get('wallSeconds').size(),
    peakMemoryBytes: part.get('peakMemoryBytes').wholeNumber(),
  };
}

function readClaim(entry: DocumentPart): ClaimShare {
  const share = entry.get('share');
  share.only(['planned', 'substantial', 'worst', 'ratio', 'refuted', 'weakest', 'tightest', 'isStoredFailure']);
  const worst = entry.get('worst');
  const index = share.find('worst');
  const refuted = share.find('refuted');
  const weakest = share.find('weakest');
  const tightest = share.find('tightest');
  const ratios = entry.find('ratios');
  const rate = entry.find('rate');
  const stored = share.find('isStoredFailure')?.flag() === true;
  return {
    id: entry.get('id').identifier(),
    verdict: entry.get('verdict').oneOf(verdicts),
    tally: readTally(entry, share),
    planned: share.get('planned').wholeNumber(),
    ...(worst.value === null || index === undefined ? {} : { worst: readWorst(worst, index, share.find('ratio')) }),
    ...(ratios === undefined ? {} : { ratios: readRatios(ratios) }),
    ...(refuted === undefined ? {} : { refuted: refuted.wholeNumber() }),
    ...(weakest === undefined ? {} : { weakest: readWeakest(weakest) }),
    ...(tightest === undefined ? {} : { tightest: readTightest(tightest) }),
    ...readCounterexampleOf(entry),
    ...(stored ? { stored: entry.get('reason').sentence() } : {}),
    mutants: entry.get('mutants').get('details').items().map(readMutant),
    ...(rate === undefined ? {} : { rate: readRate(rate) }),
    faults: (entry.find('faults')?.items() ?? []).map(readFault),
    seconds: entry.get('seconds').size(),
  };
}

function readTally(entry: DocumentPart, share: DocumentPart): CaseTally {
  const cases = entry.get('cases');
  const decided = entry.get('methods');
  const count = (part: DocumentPart, name: string): number => part.get(name).wholeNumber();
  const tally = {
    cases: {
      run: count(cases, 'run'),
      certified: count(cases, 'certified'),
      held: count(cases, 'held'),
      refuted: count(cases, 'refuted'),
      inconclusive: count(cases, 'inconclusive'),
    },
    methods: {
      enclosure: count(decided, 'enclosure'),
      bound: count(decided, 'bound'),
      exact: count(decided, 'exact'),
      sampled: count(decided, 'sampled'),
    },
    substantial: count(share, 'substantial'),
  };
  const sum = verdicts.reduce((total, verdict) => total + tally.cases[verdict], 0);
  if (sum !== tally.cases.run) throw cases.error(`run is ${tally.cases.run}, and the verdicts add up to ${sum}`);
  const byMethod = methods.reduce((total, method) => total + tally.methods[method], 0);
  if (byMethod > tally.cases.run) throw decided.error(`they add up to ${byMethod}, and ${tally.cases.run} cases ran`);
  if (tally.substantial > tally.methods.enclosure) throw share.error('more cases are substantial than were enclosed');
  return tally;
}

function readRatios(part: DocumentPart): RatioHistogram {
  return {
    counts: part
      .get('counts')
      .items()
      .map((count) => count.wholeNumber()),
    above: part.get('above').wholeNumber(),
    undetermined: part.get('undetermined').wholeNumber(),
  };
}

/** JSON has no infinities: the ratio stands beside, as text, where it is not finite. */
function readWorst(worst: DocumentPart, index: DocumentPart, ratio: DocumentPart | undefined): WorstCase {
  return {
    index: index.wholeNumber(),
    ratio: ratio === undefined ? worst.get('ratio').number() : Number(ratio.oneOf(['Infinity', '-Infinity', 'NaN'])),
    ...readSides(worst),
  };
}

function readWeakest(part: DocumentPart): WeakCase {
  part.only(['index', 'description', 'note', 'seed', 'path']);
  return {
    index: part.get('index').wholeNumber(),
    description: part.get('description').text(),
    note: part.get('note').text(),
    ...readOrigin(part),
  };
}

function readTightest(part: DocumentPart): TightestCase {
  part.only(['index', 'substantial', 'case', 'description', 'result']);
  return {
    index: part.get('index').wholeNumber(),
    case: readInput(part).value,
    description: part.get('description').sentence(),
    result: { ...readFound(part.get('result')), substantial: part.get('substantial').flag() },
  };
}

function readCounterexampleOf(entry: DocumentPart): { readonly counterexample?: Counterexample } {
  const found = entry.find('counterexample');
  return found === undefined ? {} : { counterexample: readCounterexample(found) };
}

/** Its description is that of the claim's own mutant. */
function readMutant(entry: DocumentPart): MutantShare {
  const isRefuted = entry.get('refuted').flag();
  const found = readCounterexampleOf(entry);
  if (isRefuted !== (found.counterexample !== undefined)) {
    throw entry.error('a mutant is refuted by a counterexample, and by nothing else');
  }
  return { id: entry.get('id').identifier(), tried: entry.get('tried').wholeNumber(), ...found };
}

function readRate(part: DocumentPart): Rate {
  return {
    family: part.get('family').sentence(),
    predicted: part.get('predicted').number(),
    fitted: part.get('fitted').number(),
    low: part.get('low').number(),
    high: part.get('high').number(),
    constant: part.get('constant').number(),
    points: part.get('points').items().map(readPoint),
  };
}

function readPoint(part: DocumentPart): MeasuredPoint {
  return {
    size: part.get('size').number(),
    lower: part.get('lower').decimal(),
    upper: part.get('upper').decimal(),
    bound: part.get('bound').decimal(),
  };
}

/** Where in the program it was thrown stays with the share. */
function readFault(part: DocumentPart): Fault {
  const message = part.get('message').sentence();
  const found = part.find('case') === undefined ? {} : { case: readInput(part).text };
  return { where: part.get('where').sentence(), message, stack: message, ...found };
}

const kinds: readonly BaselineKind[] = [
  'claim',
  'hypothesis',
  'assumption',
  'undecided',
  'verdict',
  'method',
  'bound',
  'observed',
];

function readBaselineReport(part: DocumentPart): BaselineReport {
  part.only(['file', 'cases', 'differences', 'unknown']);
  return {
    file: part.get('file').sentence(),
    interrupted: false,
    cases: part.get('cases').wholeNumber(),
    differences: part.get('differences').items().map(readDifference),
    unknown: part
      .get('unknown')
      .items()
      .map((id) => id.identifier()),
  };
}

function readDifference(part: DocumentPart): BaselineDifference {
  part.only(['claim', 'kind', 'case', 'description', 'stored', 'found']);
  const place = part.find('case');
  const texts = (['description', 'stored', 'found'] as const).flatMap((name) => {
    const text = part.find(name);
    return text === undefined ? [] : [[name, text.text()] as const];
  });
  return {
    claim: part.get('claim').identifier(),
    kind: part.get('kind').oneOf(kinds),
    ...(place === undefined ? {} : { case: place.wholeNumber(1) }),
    ...Object.fromEntries(texts),
  };
}
