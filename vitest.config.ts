import { defineConfig } from 'vitest/config';
import { useSoftwareAdapter } from './properties/support/software-adapter.js';

useSoftwareAdapter();

export default defineConfig({
  test: {
    pool: 'threads',
    // Tests of the system wait for their processes: without it one core of two is idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'properties/**/*.test.ts'],
          exclude: ['properties/system/**'],
          // They share no state, and loading the modules anew for each file would take a third of the time.
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['properties/system/**/*.test.ts'],
          // Child processes on a busy machine: a limit against hanging, no measure of speed.
          testTimeout: 300_000,
        },
      },
    ],
  },
});
