import { expect, test } from 'vitest';
import { z } from 'zod';
import * as clock from '#kernel/clock.ts';
import { command, defineContract, failure } from '#kernel/contract.ts';
import { fail, ok } from '#kernel/result.ts';
import { Dispatcher, directTransport, loopbackTransport, type AnyReply } from '../calls/calls.ts';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { testInvocation } from '../test-kit/testing.ts';
import { PlatformRefusal } from '../ground/unavailability.ts';

interface Neighbour {
  readonly count: (input: object, invocation: unknown) => Promise<AnyReply>;
}

const nothing = z.strictObject({});
const operation = command({
  access: 'public',
  idempotency: 'natural',
  input: nothing,
  output: z.strictObject({ outcome: z.string() }),
  failures: { count_refused: failure('conflict') },
});
const inventory = defineContract({
  service: 'inventory',
  operations: { count: operation },
  events: {},
});
const product = defineContract({ service: 'product', operations: { show: operation }, events: {} });

/** A product that asks inventory when its time is over, and takes every failure for its word. */
function showing(counting: () => Promise<AnyReply>, transport = directTransport) {
  const dispatcher = new Dispatcher(transport, new EdgeRecorder());
  dispatcher.serve('inventory', inventory, { count: counting });
  const { count } = dispatcher.connect('product', { inventory })[
    'inventory'
  ] as unknown as Neighbour;
  dispatcher.serve('product', product, {
    show: async (_input: never, invocation) => {
      const late = { ...invocation, deadlineMs: clock.nowMs() - 1 };
      const reply = await count({}, late);
      return ok({ outcome: reply.ok ? 'counted' : `refused: ${reply.failure.code}` });
    },
  });
  return dispatcher;
}

const patient = { ...testInvocation(), deadlineMs: clock.nowMs() + 60_000 };

test.each([
  ['direct', directTransport],
  ['loopback', loopbackTransport],
])('a deadline that is over is no refusal of the callee (%s)', async (_name, transport) => {
  const dispatcher = showing(async () => ok({ outcome: 'counted' }), transport);
  const reply = await dispatcher.call('api-gateway', 'product', 'show', {}, patient);
  expect(reply).toMatchObject({ ok: false, failure: { code: 'deadline_exceeded' } });
  const remote = { from: 'api-gateway', to: 'product', operation: 'show' } as const;
  expect(await dispatcher.answer({ ...remote, input: {}, invocation: patient })).toMatchObject(
    reply,
  );
});

test.each(['deadline_exceeded', 'forbidden', 'idempotency_key_in_flight'])(
  '%s is thrown at the service that called, a declared failure is answered',
  async (code) => {
    const dispatcher = new Dispatcher(directTransport, new EdgeRecorder());
    let answer: AnyReply = fail(code, 'Not now.');
    dispatcher.serve('inventory', inventory, { count: async () => answer });
    const neighbours = dispatcher.connect('product', { inventory });
    const { count } = neighbours['inventory'] as unknown as Neighbour;
    await expect(count({}, patient)).rejects.toBeInstanceOf(PlatformRefusal);
    answer = fail('count_refused', 'No.');
    expect(await count({}, patient)).toEqual(answer);
  },
);
