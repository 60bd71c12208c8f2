/** What a bench is, and how two ways of doing the same work are compared. */
import { performance } from 'node:perf_hooks';

/** One comparison. Ratios carry over from machine to machine; seconds do not. */
export interface BenchRow {
  /** What is compared, the slower way first. */
  readonly name: string;
  /** Seconds per call of the first way over those of the second. */
  readonly ratio: number;
  /** Median seconds per call of the two ways. */
  readonly seconds: readonly [number, number];
}

/** A peer that is not installed, and what it needs. */
export interface Absence {
  readonly name: string;
  readonly absent: string;
}

export interface Bench {
  readonly name: string;
  /** One line for `--help`. */
  readonly title: string;
  run(): readonly (BenchRow | Absence)[] | Promise<readonly (BenchRow | Absence)[]>;
}

const ROUNDS = 7;
/** A round is long enough for the clock and for a few collections of garbage. */
const ROUND_SECONDS = 0.05;
/** Long enough for the engine to have compiled what is hot. */
const WARM_UP_SECONDS = 0.4;

function secondsOf(work: () => unknown, calls: number): number {
  const start = performance.now();
  for (let i = 0; i < calls; i++) work();
  return (performance.now() - start) / 1000;
}

/** Calls that fill one round, after warming up. */
function callsPerRound(work: () => unknown): number {
  let [warmed, calls] = [0, 1];
  for (;;) {
    const seconds = secondsOf(work, calls);
    warmed += seconds;
    if (seconds >= ROUND_SECONDS && warmed >= WARM_UP_SECONDS) return calls;
    if (seconds < ROUND_SECONDS) calls *= 2;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) / 2]!;
}

/** Times two ways in alternating rounds, so that a busy machine slows both. */
export function compare(name: string, first: () => unknown, second: () => unknown): BenchRow {
  const calls = [callsPerRound(first), callsPerRound(second)] as const;
  const rounds = Array.from(
    { length: ROUNDS },
    () => [secondsOf(first, calls[0]) / calls[0], secondsOf(second, calls[1]) / calls[1]] as const,
  );
  return {
    name,
    ratio: median(rounds.map(([a, b]) => a / b)),
    seconds: [median(rounds.map(([a]) => a)), median(rounds.map(([, b]) => b))],
  };
}
