import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'service', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], sequence: { groupOrder: 1 } }
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          // Each file has a Chromium of its own, which needs the machine to itself to be quick.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          // A page waits for states; how long a test may take only ends one that waits for what never comes.
          testTimeout: 300_000,
          hookTimeout: 180_000
        }
      }
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Files share a process, and with it what is compiled and read once: each on its own takes three times the processor time.
    // So a test puts back whatever it changes of the process.
    isolate: false,
    // Vitest leaves a core to itself by default, which of two is half.
    maxWorkers: '100%',
    // Colours depend on where the tests run; what is printed does not.
    env: { NO_COLOR: '1' }
  }
});
