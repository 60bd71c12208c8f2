/**
 * The certifier against general ball arithmetic: the same statement proved by `peers/arb-dense.c`, in one run.
 *
 * `sup |Y − f| ≤ 1.1·lower` for `sin 3x + cos 2y`, 32 × 32 cells, `R = 4P² ln 10⁶` rounded. Arb sums every key in the shifted
 * form and halves boxes; it is built here if its headers and a C compiler are there.
 */
import { spawnSync } from 'node:child_process';
import { certifySupNorm } from '../src/certify/index.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { parseTarget } from '../src/expression/parse/index.js';
import { doubleConstant } from '../src/expression/real-constant.js';
import { ARB_NEEDS, withArb } from './arb.js';
import type { Absence, BenchRow } from './bench.js';

const CELLS = 32;
const R = Math.round(4 * CELLS ** 2 * Math.log(1e6));
const RUNS = 7;

interface Proof {
  readonly boxes: number;
  readonly seconds: number;
}

export async function benchPeers(): Promise<readonly (BenchRow | Absence)[]> {
  const target = await parseTarget(`
    export const domain = [[0, 1], [0, 1]];
    export function target(x: number, y: number): number { return Math.sin(3 * x) + Math.cos(2 * y); }
  `);
  const layer = maxAffine(target, { cells: CELLS, inverseTemperature: doubleConstant(R) });
  const first = certifySupNorm(layer, target, { relative: 0.1 });
  const peer = withArb('arb-dense', (binary) => {
    const { stdout } = spawnSync(binary, [String(CELLS), String(R), String(1.1 * first.lower)], { encoding: 'utf8' });
    return JSON.parse(stdout) as Proof;
  });
  if (peer === undefined) return [{ name: 'Arb', absent: ARB_NEEDS }];
  const seconds = Array.from({ length: RUNS }, () => certifySupNorm(layer, target, { relative: 0.1 }).solverSeconds);
  const median = seconds.toSorted((a, b) => a - b)[(RUNS - 1) / 2]!;
  const row = (name: string, ours: number): BenchRow => ({
    name: `${name}: Arb, all keys, 64 bits, ${peer.boxes} boxes / softproof`,
    ratio: peer.seconds / ours,
    seconds: [peer.seconds, ours],
  });
  const what = `certify sin 3x + cos 2y, P = ${CELLS}, to 0.1`;
  return [row(`${what}, first run of a process`, first.solverSeconds), row(`${what}, median of ${RUNS} more`, median)];
}
