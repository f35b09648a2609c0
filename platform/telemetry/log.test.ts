import { expect, test } from 'vitest';
import { testInvocation } from '../test-kit/testing.ts';
import { openLogger } from './log.ts';

function said(write: (log: ReturnType<typeof openLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(openLogger('trace', { write: (line) => void lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0]!) as Record<string, unknown>;
}

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const traced = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };

test('a line with an invocation or a traceparent has trace and span, and nothing else of it', () => {
  const invocation = testInvocation({ traceparent });
  const line = said((log) => log.child({ service: 'cart' }).warn({ invocation, cart: 7 }, 'hm'));
  expect(line).toEqual(expect.objectContaining({ ...traced, service: 'cart', cart: 7, msg: 'hm' }));
  expect(Object.keys(line).toSorted()).toEqual(
    ['level', 'time', 'service', 'trace_id', 'span_id', 'cart', 'msg'].toSorted(),
  );
  expect(said((log) => log.info({ traceparent }, 'hm'))).toMatchObject(traced);
});

test.each([
  ['an e-mail address', 'Key (email)=(ada.l+x@mail.example.org) exists', /ada|mail\.example/],
  ['a card number', 'card 4242 4242 4242 4242 refused', /4242/],
  ['a card number without blanks', 'card 4242424242424242 refused', /4242/],
  ['a card number with dots', 'card 4242.4242.4242.4242 refused', /4242/],
  ['a card number over lines', 'card 4242 4242\n4242 4242 refused', /4242/],
  ['a card number of full width', 'card ４２４２４２４２４２４２４２４２ refused', /４２４２/],
  ['a bearer token', 'sent Bearer abc.def-ghi_jkl', /abc|ghi/],
  ['a signed token', 'got eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl', /eyJ|c2ln/],
])('%s in a text does not reach the log', (_, text, secret) => {
  expect(JSON.stringify(said((log) => log.warn({ error: text }, 'hm')))).not.toMatch(secret);
  const error = Object.assign(new Error(text), { code: 'X' });
  const inside = said((log) => log.warn({ error: { message: error.message, deep: [text] } }, 'hm'));
  expect(JSON.stringify(inside)).not.toMatch(secret);
  expect(JSON.stringify(said((log) => log.warn({ error }, 'hm')))).not.toMatch(secret);
});

test('ids stay whole, whatever digits they have', () => {
  const id = '01987654-3210-7123-8123-456789012345';
  expect(said((log) => log.warn({ id, error: `no ${id}` }, 'hm'))).toMatchObject({
    id,
    error: `no ${id}`,
  });
});

test('fields that must not be logged are blanked should one slip in', () => {
  const person = { email: 'x', password: 'y', token: 'z', authorization: 'w' };
  expect(said((log) => log.warn({ person }, 'hm'))['person']).toEqual({
    email: '[Redacted]',
    password: '[Redacted]',
    token: '[Redacted]',
    authorization: '[Redacted]',
  });
});
