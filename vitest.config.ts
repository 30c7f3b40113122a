import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Colours depend on where the tests run; what is printed does not.
    env: { NO_COLOR: '1' }
  }
});
