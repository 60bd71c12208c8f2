import { describe, expect, test } from 'vitest';
import { workOff, type TaskPool, type Work } from './task-pool.js';

/** A pool that does nothing itself, and counts how often it is closed. */
function idlePool(lanes: number): TaskPool & { closed: number } {
  return {
    lanes,
    closed: 0,
    run: () => Promise.reject(new Error('not asked')),
    async close() {
      this.closed += 1;
    },
  };
}

function countTo(last: number, perform: (job: number) => Promise<number>): Work<number, number> & { done: number[] } {
  let job = 0;
  const done: number[] = [];
  return { done, next: () => (job < last ? (job += 1) : undefined), perform, finish: (_, result) => done.push(result) };
}

describe('work on the lanes of a pool', () => {
  test.each([1, 2, 5])('of %i lanes is all done, each job once, and the pool is closed once', async (lanes) => {
    const pool = idlePool(lanes);
    const work = countTo(20, async (job) => job * job);
    await workOff(pool, work, undefined);
    expect(work.done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) ** 2));
    expect(pool.closed).toBe(1);
  });

  test('that is under way at the signal is lost, whether it succeeds or fails, and the pool is closed once', async () => {
    for (const fails of [false, true]) {
      const pool = idlePool(1);
      const stop = new AbortController();
      const work = countTo(20, async (job) => {
        if (job === 3) stop.abort();
        if (job === 3 && fails) throw new Error('closed');
        return job;
      });
      await workOff(pool, work, stop.signal);
      expect(work.done).toEqual([1, 2]);
      expect(pool.closed).toBe(1);
    }
  });

  test('is not begun after the signal', async () => {
    const pool = idlePool(2);
    const work = countTo(20, async (job) => job);
    await workOff(pool, work, AbortSignal.abort());
    expect(work.done).toEqual([]);
    expect(pool.closed).toBe(1);
  });

  test('that fails, or whose result cannot be taken, fails as a whole, and the pool is closed', async () => {
    const pool = idlePool(2);
    const failing = countTo(20, async () => Promise.reject(new Error('broken')));
    await expect(workOff(pool, failing, undefined)).rejects.toThrow('broken');
    expect(pool.closed).toBe(1);
    const untaken: Work<number, number> = {
      ...countTo(20, async (job) => job),
      finish: () => {
        throw new Error('full');
      },
    };
    await expect(workOff(pool, untaken, undefined)).rejects.toThrow('full');
  });
});
