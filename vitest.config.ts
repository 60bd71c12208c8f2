import { defineConfig } from 'vitest/config';
import { useSoftwareAdapter } from './properties/support/software-adapter.js';

useSoftwareAdapter();

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'properties/**/*.test.ts'],
    pool: 'threads',
    // Tests of the system wait for their processes: without it one core of two is idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
  },
});
