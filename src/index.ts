/**
 * The public library.
 *
 * Everything here reads targets without executing them, and returns numbers whose text is rounded outward.
 */
import { certifyFiniteTarget, type CertifyOptions, type EnclosureReport } from './check/certify-target.js';
import { ownRegistry } from './check/own-registry.js';
import { runClaims, type RunOptions } from './check/run-claims.js';
import type { Target } from './expression/target.js';
import { describeEnvironment } from './report/environment.js';
import { assembleResults, type Results } from './report/results.js';

export { softmax } from './attention/softmax.js';
export { parseTarget, readTarget } from './expression/parse/index.js';
export { construct } from './check/construct.js';
export { UnknownConstructionError } from './check/unknown-construction-error.js';
export { constructionIds } from './check/constructions/registry.js';
export { verifyCertificate as verify, type Verification, type VerifyOptions } from './checker/verify.js';
export { claims } from './theorems/index.js';
export { networkWeights, type NamedTensor, type NetworkWeights } from './weights/network-weights.js';
export { weightsFile, type WeightsFileOptions, type WeightsFormat } from './weights/weights-file.js';
export { sampleError, type SampleOptions, type SampleProgress } from './check/sample-error.js';
export { certifyPartition, type CertifyPartitionOptions } from './check/certify-partition.js';
export { samplePartition } from './check/sample-partition.js';
export type { ValuedPartition } from './check/valued-partition.js';
export { SamplingError } from './sampling/sampling-error.js';
export { ConstructionError } from './constructions/construction.js';
export { JournalError } from './check/journal.js';
export { TargetError } from './expression/target.js';
export { UnknownClaimError } from './check/select-claims.js';

/**
 * The certified error of a construction for a target, in the sup norm or an L_p norm: the library's `softproof certify`.
 *
 * Guaranteed: the norm of the error lies in [lower, upper]; `verdict` compares it with the bound of theory. Runs on the
 * calling thread until the tolerance is met or a limit of the options is reached. Throws a `TargetError` for a target that is
 * not finite on its domain (in an L_p norm: but for declared singularities), an `UnknownConstructionError`, or a
 * `ConstructionError` for a norm, a target or parameters that cannot be taken.
 */
export function certify(target: Target, options: CertifyOptions): EnclosureReport {
  return certifyFiniteTarget(target, options).report;
}

/** As `softproof check` takes them; `registry` brings other claims than this package's. */
export type CheckOptions = Partial<RunOptions>;

/**
 * Runs claims and gives the document `softproof/results@1`: the library's `softproof check`, without its files.
 *
 * Throws an `UnknownClaimError` for an unknown id; never for what a claim does, which stands in the results.
 */
export async function check(options: CheckOptions = {}): Promise<Results> {
  const started = performance.now();
  const outcome = await runClaims({ registry: ownRegistry, ...options });
  const seconds = (performance.now() - started) / 1000;
  return assembleResults(outcome, describeEnvironment(outcome.seed, process.argv.join(' '), seconds));
}

export type { CertifyOptions, EnclosureReport } from './check/certify-target.js';
export type { CertifyProgress } from './check/constructions/certifiable.js';
export type { ConstructionParameters, ReportedParameters } from './check/constructions/parameters.js';
export type { AvailableConstruction, Networks } from './check/constructions/registry.js';
export type { RunEvent } from './check/run-event.js';
export type { Registry } from './check/registry.js';
export type { SampleReport } from './check/sample-report.js';
export type { Queries } from './sampling/queries.js';
export type { MaxAffineLayer } from './attention/max-affine-layer.js';
export type { AttentionSoftmax } from './constructions/attention-softmax.js';
export type { MaxAffineCrossLayer } from './constructions/max-affine-cross.js';
export type { TwoLayer } from './constructions/two-layer.js';
export type { Target, TargetProblem } from './expression/target.js';
export type { ClaimEntry, Results } from './report/results.js';
export type { Environment } from './report/environment.js';
export type {
  Budget,
  CaseResult,
  Claim,
  Method,
  Mutant,
  ProfileName,
  Provenance,
  Source,
  Verdict,
} from './theorems/claim.js';
