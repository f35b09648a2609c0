import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Installation } from './installation.ts';
import { migrate, provision } from './provision.ts';
import { auditorUrl } from './provision-auditor.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { newTestInstallation } from '../test-kit/testing.ts';

let installation: Installation;

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation, ['checkout', 'cart']);
  await migrate(
    installation,
    'checkout',
    new URL('../test-kit/samples/migrations/', import.meta.url),
  );
});
afterAll(() => dropInstallation(installation));

async function asAuditor(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: auditorUrl(installation, 'cart') });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('the auditor reads what services made after it, of jobs too', async () => {
  const owner = new pg.Client(addressOf(installation, 'checkout'));
  await owner.connect();
  await owner.query(
    'create table checkout_jobs.later (n int); insert into checkout_jobs.later values (7)',
  );
  await owner.end();
  expect(await asAuditor('select count(*)::int as n from checkout.outbox')).toEqual([{ n: 0 }]);
  expect(await asAuditor('select n from checkout_jobs.later')).toEqual([{ n: 7 }]);
  expect(await asAuditor('select kontor.kontor_now() is not null as known')).toEqual([
    { known: true },
  ]);
});

test('and writes nowhere, even where it asks to', async () => {
  const write = (text: string) => asAuditor(`begin read write; ${text}`);
  for (const text of [
    `delete from checkout.outbox`,
    `update kontor.clock set moved = '1 day'`,
    `create table checkout.mine (n int)`,
    `create temporary table mine (n int)`,
  ]) {
    await expect(write(text), text).rejects.toThrow('permission denied');
  }
});

test('making it again changes nothing', async () => {
  await provision(installation, ['checkout', 'cart']);
  expect(await asAuditor('select count(*)::int as n from checkout.story')).toEqual([{ n: 0 }]);
});
