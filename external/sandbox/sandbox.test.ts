import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectExternalSystems } from '../external-systems.ts';
import type { PaymentGateway } from '../payment-gateway/port.ts';
import { stripe } from '../payment-gateway/stripe/index.ts';
import { sandboxKeys } from '../exchange/sandbox-keys.ts';
import { openSandbox, type Json, type OpenSandbox } from './sandbox-for-tests.ts';
import { secretOfFolder } from './secret.ts';
import { spawnSandbox } from './spawn.ts';
import { listenSandbox } from './server.ts';
import { keysOfSecret, startSandbox, type RunningSandbox } from './start.ts';

const order = (reference: string = randomUUID()) => ({
  reference,
  amountMinor: 1_000,
  currency: 'EUR',
  paymentMethodToken: 'pm_card_visa',
  captureMethod: 'manual' as const,
  forceChallenge: false,
  returnUrl: 'http://127.0.0.1:3000/back?order=1',
  idempotencyKey: reference,
});

describe('the running sandbox', () => {
  let sandbox: OpenSandbox;
  let gateway: PaymentGateway;
  beforeAll(async () => {
    sandbox = await openSandbox();
    gateway = stripe.inSandbox(sandbox, 2_000);
  });
  afterAll(async () => {
    await gateway.close();
    await sandbox.close();
  });
  const control = (path: string, body: object) =>
    sandbox.send('POST', `/sandbox/control/${path}`, body);

  test('webhooks are repeated until the shop takes them', async () => {
    sandbox.shop.statusCode = 503;
    const { reference } = order();
    await gateway.authorize(order(reference));
    const ours = () => sandbox.received.filter(({ rawBody }) => rawBody.includes(reference));
    await sandbox.until(() => (ours().length >= 2 ? true : undefined));
    sandbox.shop.statusCode = 200;
    const delivered = await sandbox.until(async () => {
      const webhooks = await sandbox.book('webhooks');
      const ourWebhook = webhooks.find((entry: Json) => entry.body.includes(reference));
      return ourWebhook.state === 'delivered' ? ourWebhook : undefined;
    });
    expect(delivered.attempts).toBeGreaterThanOrEqual(3);
  });

  test('webhooks are held, released in the asked order, and doubled on demand', async () => {
    await control('webhooks', { action: 'hold' });
    const held = sandbox.received.length;
    for (let count = 0; count < 3; count += 1) await gateway.authorize(order());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sandbox.received.length).toBe(held);
    const { json } = await control('webhooks', { action: 'release', order: 'newest_first' });
    expect(json).toEqual({ delivered: 3 });
    const ids = (await sandbox.book('webhooks')).slice(-3).map((entry: Json) => entry.id);
    const reported = sandbox.received
      .slice(-3)
      .map(({ rawBody }) => JSON.parse(String(rawBody)).id);
    expect(reported).toEqual(ids.toReversed());
    const doubled = await control('webhooks', { action: 'redeliver', ids: [ids[0]], times: 10 });
    expect(doubled.json.statuses).toEqual([Array.from({ length: 10 }, () => 200)]);
  });

  test('held webhooks are delivered in the very order that is asked for', async () => {
    await control('webhooks', { action: 'hold' });
    for (let count = 0; count < 3; count += 1) await gateway.authorize(order());
    const ids = (await sandbox.book('webhooks')).slice(-3).map((entry: Json) => entry.id);
    const asked = [ids[1], ids[2], ids[0]];
    const { json } = await control('webhooks', { action: 'deliver', ids: asked });
    expect(json.statuses).toEqual([200, 200, 200]);
    const reported = sandbox.received
      .slice(-3)
      .map(({ rawBody }) => JSON.parse(String(rawBody)).id);
    expect(reported).toEqual(asked);
    expect((await control('webhooks', { action: 'release' })).json).toEqual({ delivered: 0 });
    const unknown = await control('webhooks', { action: 'deliver', ids: ['evt_nobody'] });
    expect(unknown.statusCode).toBe(404);
  });

  test('a fault strikes as its seed says, and every call since the first is told', async () => {
    const strike = async (seed: number) => {
      const from = (await sandbox.send('GET', '/sandbox/control/arrivals')).json.data.length;
      await sandbox.fault({ system: 'payment', kind: 'unknown_status', share: 0.5, seed });
      for (let count = 0; count < 12; count += 1)
        await gateway.authorize(order(`seed${seed}-${count}`));
      await sandbox.clearFaults();
      const { json } = await sandbox.send('GET', '/sandbox/control/arrivals');
      return json.data.slice(from);
    };
    const [first, other, again] = [await strike(7), await strike(8), await strike(7)];
    const struck = (arrivals: Json) => arrivals.map((arrival: Json) => arrival.struck);
    expect(struck(again)).toEqual(struck(first));
    expect(struck(other)).not.toEqual(struck(first));
    expect(struck(first)).toContain('unknown_status');
    expect(first[0]).toMatchObject({ operation: 'authorize', subject: 'seed7-0' });
  });

  test('a half-open connection takes the request and neither executes nor answers', async () => {
    const impatient = stripe.inSandbox(sandbox, 300);
    const { payments } = (await sandbox.send('GET', '/sandbox/book/counts')).json;
    await sandbox.fault({ system: 'payment', kind: 'half_open', times: 1 });
    const asked = order();
    expect(await impatient.authorize(asked)).toMatchObject({
      status: 'unknown',
      reason: 'timeout',
    });
    expect((await sandbox.send('GET', '/sandbox/book/counts')).json.payments).toBe(payments);
    expect(await impatient.authorize(asked)).toMatchObject({ status: 'authorized' });
    await impatient.close();
  });

  test('a delay with jitter varies, and is the drawn one', async () => {
    await sandbox.fault({ system: 'payment', kind: 'delay', delayMs: 60, jitterMs: 60, seed: 3 });
    const took: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const startedMs = performance.now();
      await gateway.authorize(order());
      took.push(performance.now() - startedMs);
    }
    await sandbox.clearFaults();
    expect(Math.max(...took) - Math.min(...took)).toBeGreaterThan(20);
  });

  test('the book is paged to its end, each entry once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '0';
    while (cursor !== null) {
      const path: string = `/sandbox/book/payments?limit=2&cursor=${cursor}`;
      const { json } = await sandbox.send('GET', path);
      seen.push(...json.data.map((entry: Json) => entry.id));
      cursor = json.nextCursor;
    }
    const { json } = await sandbox.send('GET', '/sandbox/book/counts');
    expect(seen).toHaveLength(json.payments);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await sandbox.send('GET', '/sandbox/book/payments?limit=0')).statusCode).toBe(400);
  });

  test('control takes JSON alone, and says what is wrong', async () => {
    const plain = await request(`${sandbox.httpUrl}/sandbox/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"system":"sms","kind":"html"}',
    });
    await plain.body.dump();
    expect(plain.statusCode).toBe(415);
    const wrong = await control('faults', { system: 'sms', kind: 'sulk' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json.error).toContain('kind');
    expect((await sandbox.send('GET', '/sandbox/control/faults')).json.data).toEqual([]);
  });

  test('a sandbox on another machine answers to the name it was given, and links by it', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'kontor-named-sandbox-'));
    const named = await listenSandbox({
      dataFolder,
      secret: secretOfFolder(dataFolder),
      port: 0,
      smtpPort: 0,
      host: '127.0.0.1',
      url: 'http://sandbox:8090/',
    });
    expect(named.httpUrl).toBe('http://sandbox:8090');
    const { port } = new URL(named.listening);
    const ask = (host: string) =>
      request(`http://127.0.0.1:${port}/sandbox/identity`, { headers: { host } });
    expect((await ask('sandbox:8090')).statusCode).toBe(200);
    expect((await ask('localhost:8090')).statusCode).toBe(200);
    expect((await ask('sandbox.example:8090')).statusCode).toBe(403);
    await named.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  test('a page that points its own name here is refused', async () => {
    const response = await request(`${sandbox.httpUrl}/mailbox`, {
      headers: { host: 'evil.example' },
    });
    await response.body.dump();
    expect(response.statusCode).toBe(403);
  });

  test('pages show what was sent, and no script of a mail runs', async () => {
    const systems = connectExternalSystems({ sandbox });
    await systems.email.chosen.send({
      messageId: randomUUID(),
      from: { name: 'Shop', address: 'shop@kontor.example' },
      to: 'ana@example.org',
      subject: '<script>alert(1)</script>',
      html: '<script>alert(2)</script><p>Hi',
      text: '</pre><script>alert(3)</script>',
    });
    await systems.close();
    const read = async (path: string) => {
      const response = await request(sandbox.httpUrl + path);
      return { text: await response.body.text(), headers: response.headers };
    };
    const { id } = (await sandbox.book('mails')).at(-1);
    for (const path of ['/', '/sms', '/payments', '/parcels', '/mailbox', `/mailbox/${id}`]) {
      const { text, headers } = await read(path);
      expect(text).not.toContain('<script>');
      expect(text).toContain('lang="en"');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
    const preview = await read(`/mailbox/${id}/html`);
    expect(preview.headers['content-security-policy']).toMatch(/^sandbox;/);
  });

  test('the challenge page sends the browser back to the shop', async () => {
    const result = await gateway.authorize({ ...order(), forceChallenge: true });
    if (result.status !== 'requires_action') throw new Error(result.status);
    const { url } = result.nextAction;
    const shown = await (await request(url)).body.text();
    expect(shown).toContain('value="complete"');
    expect(shown).toContain('value="fail"');
    const chosen = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'outcome=complete',
    });
    await chosen.body.dump();
    expect(chosen.statusCode).toBe(303);
    const back = new URL(String(chosen.headers['location']));
    expect(back.searchParams.get('order')).toBe('1');
    expect(back.searchParams.get('payment_intent')).toBe(result.gatewayPaymentId);
  });
});

describe('the sandbox as a process', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kontor-sandbox-'));
  const settings = { dataFolder, webhookBaseUrl: 'http://127.0.0.1:9' };
  const started: RunningSandbox[] = [];
  const start = async (changes: object = {}) => {
    const sandbox = await startSandbox({ ...settings, ...changes });
    started.push(sandbox);
    return sandbox;
  };
  afterAll(async () => {
    for (const sandbox of started) await sandbox.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  test('of a folder is not taken by a copy of the folder', async () => {
    const first = await start();
    const copy = `${dataFolder}-copy`;
    cpSync(dataFolder, copy, { recursive: true });
    const second = await start({ dataFolder: copy });
    expect(second.adopted).toBe(false);
    expect(second.httpUrl).not.toBe(first.httpUrl);
    await second.stop();
    rmSync(copy, { recursive: true });
    const third = await start();
    expect(third).toMatchObject({ adopted: true, pid: first.pid });
    // Whoever is not told to stop starts it again, beside what comes next.
    for (const one of [first, third]) await one.stop();
  }, 300_000);

  test('is adopted by a second start, told the new address, and survives kill -9', async () => {
    const lines: string[] = [];
    const first = await start({ log: (line: string) => lines.push(line) });
    expect(first.adopted).toBe(false);
    const second = await start({ webhookBaseUrl: 'http://127.0.0.1:10' });
    expect(second).toMatchObject({ adopted: true, pid: first.pid, httpUrl: first.httpUrl });
    const identity = await request(`${first.httpUrl}/sandbox/identity`);
    expect(await identity.body.json()).toMatchObject({ webhookBaseUrl: 'http://127.0.0.1:10' });

    const gateway = stripe.inSandbox(first, 60_000);
    const requests = Array.from({ length: 50 }, () => order());
    const results = await Promise.all(requests.map((asked) => gateway.authorize(asked)));
    const { pid } = first;
    process.kill(pid, 'SIGKILL');
    await gateway.close();
    await expect.poll(() => first.restarts, { timeout: 120_000 }).toBe(1);
    expect(first.pid).not.toBe(pid);
    // Its port may be somebody's own end of a connection for a moment: then it tries again, and says so.
    const others = lines.filter((line) => !line.startsWith('The sandbox does not start again yet'));
    expect(others).toEqual([
      'The sandbox (payments, mail, SMS, carriers) ended; it is started again.',
      'The sandbox runs again.',
    ]);

    const third = await start();
    // A bookmark of its mailbox stays good.
    expect(third).toMatchObject({ adopted: true, pid: first.pid, httpUrl: first.httpUrl });
    expect(third.smtpPort).toBe(first.smtpPort);
    const reopened = stripe.inSandbox(third, 60_000);
    const replayed = await Promise.all(requests.map((asked) => reopened.authorize(asked)));
    expect(replayed).toEqual(results);
    const { body } = await request(`${third.httpUrl}/sandbox/book/counts`);
    expect(await body.json()).toMatchObject({ payments: 50, webhooks: 50 });
    await reopened.close();
    for (const one of [first, second, third]) await one.stop();
    expect(() => process.kill(third.pid, 0)).toThrow(/ESRCH/);
    expect(existsSync(join(dataFolder, 'sandbox.json'))).toBe(false);
  }, 300_000);

  test('of an earlier version, with keys that everybody knows, is replaced', async () => {
    const { child, ...earlier } = await spawnSandbox({ ...settings, secret: 'known to everybody' });
    writeFileSync(join(dataFolder, 'sandbox.json'), JSON.stringify(earlier));
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(child.exitCode ?? child.signalCode).not.toBeNull();
    await second.stop();
  }, 300_000);

  test('whose program is another version’s is replaced', async () => {
    // Nobody keeps it alive: the shop that began it is gone.
    const secret = secretOfFolder(dataFolder);
    const { child, ...ready } = await spawnSandbox({ ...settings, secret });
    const path = join(dataFolder, 'sandbox.json');
    const record = { ...ready, keys: keysOfSecret(secret), program: 'of another version' };
    writeFileSync(path, JSON.stringify(record));
    const other = await start();
    expect(other.adopted).toBe(false);
    expect(child.exitCode ?? child.signalCode).not.toBeNull();
    // By its keys it would have been taken over.
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ keys: record.keys });
    await other.stop();
  }, 300_000);

  test('has keys that no other data folder has, readable to its owner alone', async () => {
    const other = mkdtempSync(join(tmpdir(), 'kontor-sandbox-'));
    const [own, others] = [secretOfFolder(dataFolder), secretOfFolder(other)];
    expect(secretOfFolder(dataFolder)).toBe(own);
    const values = (secret: string) => Object.values(sandboxKeys(secret));
    expect(new Set([...values(own), ...values(others)]).size).toBe(2 * values(own).length);
    expect(statSync(join(dataFolder, 'secret')).mode & 0o777).toBe(0o600);
    rmSync(other, { recursive: true, force: true });
  });

  test.each(['new', 'old'])(
    'keeps a folder of the %s kind closed to others',
    async (kind) => {
      const open = mkdtempSync(join(tmpdir(), 'kontor-sandbox-'));
      chmodSync(open, 0o755);
      const folder = join(open, 'sandbox');
      const umask = process.umask(0o022);
      try {
        if (kind === 'old') {
          mkdirSync(folder, { mode: 0o755 });
          for (const name of ['book.sqlite', 'sandbox.log']) writeFileSync(join(folder, name), '');
        }
        const sandbox = await startSandbox({ ...settings, dataFolder: folder });
        expect(statSync(folder).mode & 0o777).toBe(0o700);
        for (const name of readdirSync(folder)) {
          expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
        }
        await sandbox.stop();
      } finally {
        process.umask(umask);
        rmSync(open, { recursive: true, force: true });
      }
    },
    300_000,
  );

  test('a taken port is said in one line', async () => {
    const taken = await start();
    const other = mkdtempSync(join(tmpdir(), 'kontor-sandbox-'));
    const port = Number(new URL(taken.httpUrl).port);
    await expect(startSandbox({ ...settings, dataFolder: other, port })).rejects.toThrow(
      /port is taken/,
    );
    rmSync(other, { recursive: true, force: true });
  }, 300_000);
});
