import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

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
  // A run starts hundreds of processes, sandboxes above all: what one has compiled the next one takes.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/kontor') },
  // The program is loaded once for all files of a worker: minutes less. What a file moves (the
  // clock, failpoints) it puts back.
  isolate: false,
};

/** The shop's pages in a real browser: a stage of their own, since they have time of their own. */
const browserTests = 'journeys/{storefront,admin}/**/*.test.ts';

/**
 * Files that take long, the longest first: one that begins last would run while the other workers
 * have nothing left. Where two runs follow each other, vitest knows this by itself; a fresh checkout
 * knows the sizes of the files alone, and a lane is three lines.
 */
const long: readonly string[] = [
  'proofs/crash/f01-card.test.ts',
  'journeys/under-way/take-up.test.ts',
  'journeys/journeys-split.test.ts',
  'journeys/journeys-loopback.test.ts',
  'proofs/faults/quick-lane-2.test.ts',
  'proofs/crash/f01-hosted.test.ts',
  'journeys/journeys-direct.test.ts',
  'proofs/faults/quick-lane-1.test.ts',
  'proofs/resiliency/resiliency-matrix.test.ts',
  'journeys/two-versions/two-versions.test.ts',
  'proofs/planted/planted-violations.test.ts',
  'journeys/audit-command.test.ts',
  'journeys/rights/rights.test.ts',
  'journeys/demo-store.test.ts',
  'journeys/export-products.test.ts',
  'journeys/purchase-budget.test.ts',
  'proofs/model/model.test.ts',
  'proofs/second-provider/second-provider.test.ts',
  'tools/new/new.test.ts',
  'services/fulfillment/fulfillment/shipping/ship-fulfillment.test.ts',
  'services/order-processing/order/stories-at-once.test.ts',
  'platform/nats/events-after-loss.test.ts',
  'services/order-processing/order/cancelling/cancel-order.test.ts',
  'tools/dev/dev.test.ts',
  'services/api-gateway/api-gateway/browser-sessions/browser-sessions.test.ts',
  'services/cart-and-checkout/checkout/completion/completion-crashes.test.ts',
  'services/order-processing/payment/settling/payment-faults.test.ts',
  'services/order-processing/payment/webhooks/payment-webhooks.test.ts',
  'platform/nats/events-over-nats.test.ts',
  'tools/house/product-field.test.ts',
  'platform/nats/calls-over-nats.test.ts',
  'services/authentication-and-authorization/auth/passkeys/passkeys.test.ts',
  'services/order-processing/order/paying/capture-at-shipment.test.ts',
  'services/api-gateway/api-gateway/serving/slow-clients.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = long.filter((path) => !existsSync(join(this.ctx.config.root, path)));
    if (gone.length > 0) throw new Error(`the list of long files names ${gone.join(', ')}`);
    // oxlint-disable-next-line no-array-sort -- vitest's own, which gives a new array
    const sorted = await super.sort(files);
    // One project after the other, as vitest has sorted them: a worker that changes loads everything anew.
    const projects = [...new Set(sorted.map(({ project }) => project))];
    const placeOf = ({ moduleId, project }: TestSpecification): number => {
      const place = long.indexOf(relative(this.ctx.config.root, moduleId));
      return projects.indexOf(project) * (long.length + 1) + (place === -1 ? long.length : place);
    };
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

export default defineConfig({
  test: {
    allowOnly: false,
    // A test is busy for two fifths of its time, what it started included, and waits for the rest: with
    // three workers two fifths of two cores are idle.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
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
            'apps/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...shared,
          name: 'journeys',
          include: ['journeys/**/*.test.ts', 'proofs/**/*.test.ts'],
          exclude: [...configDefaults.exclude, browserTests],
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: [browserTests],
        },
      },
    ],
  },
});
