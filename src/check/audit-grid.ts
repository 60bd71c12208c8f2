/**
 * The audit of a construction over a grid of cells and temperatures: which formats carry which layers, where each of them fails first,
 * and what helps there.
 */
import { ConstructionError } from '../constructions/construction.js';
import type { Target } from '../expression/target.js';
import type { EvaluationOptions } from '../formats/evaluation-options.js';
import type { AuditOptions } from './audit-options.js';
import { auditTarget, type AuditReport, type AuditRemedy, type AuditRow } from './audit-target.js';
import { softproofVersion } from './version.js';

export interface AuditGridOptions extends Omit<
  AuditOptions,
  'cells' | 'kappa' | 'inverseTemperature' | 'noise' | 'remedies'
> {
  /** Cells, on every axis the same; rising. */
  readonly cells: readonly number[];
  /** Values of κ, or of R; rising. Without any, the construction's own choice. */
  readonly temperatures: { readonly of: 'kappa' | 'inverseTemperature'; readonly values: readonly string[] };
}

export interface AuditPoint {
  readonly cells: number;
  /** κ or R as it was asked for; null where the construction chooses. */
  readonly temperature: string | null;
  /** Absent where the construction does not take the parameters; `refused` says why. */
  readonly inverseTemperature?: string;
  readonly keys?: string;
  readonly error?: AuditReport['error'];
  readonly tolerance?: string;
  readonly formats?: readonly AuditRow[];
  readonly refused?: string;
}

/** Where a format fails first: of the fewest cells, the lowest temperature that was asked for. */
export interface FirstFailure {
  readonly format: string;
  readonly scores: EvaluationOptions['scores'];
  /** Null if it carries every layer. */
  readonly first: {
    readonly cells: number;
    readonly temperature: string | null;
    readonly measured: string;
    readonly tolerance: string;
    readonly reason?: string;
    readonly at?: readonly string[];
    readonly remedy?: AuditRemedy;
  } | null;
}

/** The document `softproof/stability@1`: cells rising, and for each of them temperatures rising. */
export interface AuditGrid {
  readonly schema: 'softproof/stability@1';
  readonly version: string;
  readonly target: string;
  readonly construction: string;
  /** What `temperature` of the points is. */
  readonly temperatureOf: 'kappa' | 'inverseTemperature';
  readonly evaluation: AuditReport['evaluation'];
  readonly points: readonly AuditPoint[];
  readonly failures: readonly FirstFailure[];
  readonly seconds: number;
}

/**
 * Audits every point. Points whose parameters the construction does not take say so; if it takes none, the first
 * `ConstructionError` is thrown.
 */
export function auditGrid(
  target: Target,
  options: AuditGridOptions,
  onPoint: (done: number, points: number) => void = () => {},
): AuditGrid {
  const started = performance.now();
  const { cells, temperatures, ...rest } = options;
  const values = temperatures.values.length === 0 ? [null] : temperatures.values;
  const places = cells.flatMap((count) => values.map((temperature) => ({ cells: count, temperature })));
  const at = ({ cells: count, temperature }: (typeof places)[number]): AuditOptions => ({
    ...rest,
    cells: count,
    ...(temperature === null ? {} : { [temperatures.of]: temperature }),
  });
  let sample: AuditReport | undefined;
  const refusals: ConstructionError[] = [];
  const points = places.map((place, i): AuditPoint => {
    try {
      const report = auditTarget(target, { ...at(place), remedies: false });
      sample ??= report;
      const { parameters, keys, error, tolerance, formats } = report;
      const { inverseTemperature } = parameters;
      return {
        ...place,
        ...(inverseTemperature === undefined ? {} : { inverseTemperature }),
        ...{ keys, error, tolerance, formats },
      };
    } catch (problem) {
      if (!(problem instanceof ConstructionError)) throw problem;
      refusals.push(problem);
      return { ...place, refused: problem.message };
    } finally {
      onPoint(i + 1, places.length);
    }
  });
  if (sample === undefined) throw refusals[0]!;
  const failures = sample.formats.map(({ format, scores }): FirstFailure => {
    const fails = (point: AuditPoint): AuditRow | undefined =>
      point.formats?.find((row) => row.format === format && row.scores === scores && row.fails);
    const point = points.find((one) => fails(one) !== undefined);
    if (point === undefined) return { format, scores, first: null };
    const place = { cells: point.cells, temperature: point.temperature };
    const cured = auditTarget(target, { ...at(place), formats: [format], scores });
    const [{ measured, reason, at: where, remedy }] = cured.formats as [AuditRow];
    return {
      format,
      scores,
      first: {
        ...place,
        measured,
        tolerance: cured.tolerance,
        ...(reason === undefined ? {} : { reason }),
        ...(where === undefined ? {} : { at: where }),
        ...(remedy === undefined ? {} : { remedy }),
      },
    };
  });
  return {
    schema: 'softproof/stability@1',
    version: softproofVersion,
    target: target.name,
    construction: sample.construction,
    temperatureOf: temperatures.of,
    evaluation: sample.evaluation,
    points,
    failures,
    seconds: (performance.now() - started) / 1000,
  };
}
