import { defineConfig } from 'vitest/config';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  throw new Error(
    `The tests need the Node that Kontor runs on, and this is ${process.version}: run "npx vitest run <path>".`,
  );
}

const shared = {
  globalSetup: ['platform/test-kit/test-cluster.ts'],
  setupFiles: ['platform/test-kit/put-back-clock.ts', 'platform/test-kit/note-statements-setup.ts'],
  // A test that passes at the second try has found something.
  retry: 0,
  // A test waits for what it is about; how long that takes on a busy machine is none of its business.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } },
  restoreMocks: true,
};

export default defineConfig({
  test: {
    allowOnly: false,
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          // The program is loaded once for all files of a worker: a minute less. What a file moves
          // (the clock, failpoints) it puts back.
          isolate: false,
          include: [
            'kernel/**/*.test.ts',
            'contracts/**/*.test.ts',
            'platform/**/*.test.ts',
            'external/**/*.test.ts',
            'app/**/*.test.ts',
            'audit/**/*.test.ts',
            'product-files/**/*.test.ts',
            'services/**/*.test.ts',
            'tools/**/*.test.ts',
            'demo/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...shared,
          name: 'journeys',
          include: ['journeys/**/*.test.ts', 'proofs/**/*.test.ts'],
        },
      },
    ],
  },
});
