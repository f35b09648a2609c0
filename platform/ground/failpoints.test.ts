import { afterEach, expect, test } from 'vitest';
import { armFailpoints, failpoint, isHeld, letGo, reachedFailpoints } from './failpoints.ts';
import { CalleeUnavailable } from './unavailability.ts';

afterEach(() => armFailpoints(undefined));

test.each([
  ['call:*>tax.*:before', 'call:checkout>tax.quoteTax:before', true],
  ['call:*>tax.*:before', 'call:checkout>tax.quoteTax:after', false],
  ['call:*>tax.*:before', 'call:checkout>syntax.quoteTax:before', false],
  ['call:*>tax.*:before', 'call:checkout>taxes.quote:before', false],
  ['commit:order.*:before', 'commit:order.confirm_order:before', true],
  ['commit:order.*:before', 'commit:orders+confirm:before', false],
  ['external:*', 'external:payment>payment-gateway.capture:after', true],
])('%s and %s', (pattern, name, strikes) => {
  armFailpoints(`${pattern}=cut@always`);
  if (strikes) expect(() => failpoint(name)).toThrow(CalleeUnavailable);
  else expect(() => failpoint(name)).not.toThrow();
});

test('a pattern counts what it meets, and an exact name goes before it', () => {
  armFailpoints('call:*=throw@2,call:a>b.c:before=cut@always,every=record');
  expect(() => failpoint('call:a>b.d:before')).not.toThrow();
  expect(() => failpoint('call:a>b.e:before')).toThrow('failpoint call:a>b.e:before');
  expect(() => failpoint('call:a>b.f:before')).not.toThrow();
  expect(() => failpoint('call:a>b.c:before')).toThrow(CalleeUnavailable);
  expect(reachedFailpoints()).toHaveLength(4);
});

test('what is held goes on when it is let go, not when something else is armed', async () => {
  armFailpoints('call:a>b.c:before=hold');
  let wentOn = false;
  const holding = (async () => {
    await failpoint('call:a>b.c:before');
    wentOn = true;
  })();
  await failpoint('call:a>b.c:before');
  armFailpoints(undefined);
  await new Promise((resolve) => setImmediate(resolve));
  expect([isHeld('call:a>b.c:before'), wentOn]).toEqual([true, false]);
  letGo();
  await holding;
  expect([isHeld('call:a>b.c:before'), wentOn]).toEqual([false, true]);
});
