import { expect } from 'vitest';
import twilio from 'twilio';
import type { ReceivedWebhook } from '#external/sandbox/sandbox-for-tests.ts';
import type { ClientList, Clients } from './client-calls.ts';

const text = { to: '+4915112345678', from: '+4930123456', body: 'Your parcel is on its way.' };
const messagingServiceSid = `MG${'0'.repeat(32)}`;

/** What the sandbox told of a message, once as much as asked has come. */
async function told({ sandbox }: Clients, sid: string, count: number): Promise<ReceivedWebhook[]> {
  return sandbox.until(() => {
    const found = sandbox.received.filter(({ rawBody }) => rawBody.includes(`MessageSid=${sid}`));
    return found.length >= count ? found : undefined;
  });
}

const formOf = ({ rawBody }: ReceivedWebhook): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(rawBody.toString()));

/** Where the listener in the shop's place is. */
async function shopUrl({ sandbox }: Clients): Promise<string> {
  return (await sandbox.send('GET', '/sandbox/identity')).json.webhookBaseUrl;
}

async function ended({ twilio: client, sandbox }: Clients, sid: string) {
  return sandbox.until(async () => {
    const message = await client.messages(sid).fetch();
    return ['delivered', 'undelivered'].includes(message.status) ? message : undefined;
  });
}

export const twilioCalls: ClientList = {
  vendor: 'Twilio',
  client: 'twilio 6.2.0',
  calls: [
    {
      name: 'messages.create',
      shows: 'a text is queued',
      before: true,
      async run({ twilio: client }) {
        const message = await client.messages.create(text);
        expect(message).toMatchObject({ ...text, status: 'queued', errorCode: null });
        expect(message.sid).toMatch(/^SM[0-9a-f]{32}$/);
        expect(message.dateCreated.getTime()).toBeGreaterThan(0);
      },
    },
    {
      name: 'messages.create({ messagingServiceSid })',
      shows: 'the service chooses the number when it sends',
      before: false,
      async run(clients) {
        const { to, body } = text;
        const message = await clients.twilio.messages.create({ to, body, messagingServiceSid });
        expect(message).toMatchObject({ messagingServiceSid, status: 'accepted', from: null });
        expect(await ended(clients, message.sid)).toMatchObject({ from: '+15005550006' });
      },
    },
    {
      name: 'messages.create, refused',
      shows: 'no number is error 21211, no sender 21603',
      before: false,
      async run({ twilio: client }) {
        const refused = { status: 400, code: 21211 };
        await expect(client.messages.create({ ...text, to: '12' })).rejects.toMatchObject(refused);
        const { to, body } = text;
        const nobody = { status: 400, code: 21603 };
        await expect(client.messages.create({ to, body })).rejects.toMatchObject(nobody);
      },
    },
    {
      name: 'messages(sid).fetch',
      shows: 'a text arrives',
      before: false,
      async run(clients) {
        const { sid } = await clients.twilio.messages.create(text);
        expect(await ended(clients, sid)).toMatchObject({ ...text, sid, status: 'delivered' });
      },
    },
    {
      name: 'messages(sid).fetch, undelivered',
      shows: 'a number that nobody has: its error is told',
      before: false,
      async run(clients) {
        const { sid } = await clients.twilio.messages.create({ ...text, to: '+491511230005' });
        expect(await ended(clients, sid)).toMatchObject({
          status: 'undelivered',
          errorCode: 30005,
        });
      },
    },
    {
      name: 'messages(sid).fetch, unknown',
      shows: 'error 20404',
      before: false,
      async run({ twilio: client }) {
        const asked = client.messages(`SM${'f'.repeat(32)}`).fetch();
        await expect(asked).rejects.toMatchObject({ status: 404, code: 20404 });
      },
    },
    {
      name: 'messages.list',
      shows: 'newest first, of one person',
      before: false,
      async run({ twilio: client }) {
        const to = '+4915100000001';
        for (const body of ['one', 'two', 'three'])
          await client.messages.create({ ...text, to, body });
        const found = await client.messages.list({ to, limit: 10 });
        expect(found.map(({ body }) => body)).toEqual(['three', 'two', 'one']);
      },
    },
    {
      name: 'messages.list({ pageSize })',
      shows: 'goes on from page to page',
      before: false,
      async run({ twilio: client }) {
        const to = '+4915100000002';
        for (const body of ['one', 'two', 'three'])
          await client.messages.create({ ...text, to, body });
        const found = await client.messages.list({ to, pageSize: 1, limit: 3 });
        expect(found.map(({ body }) => body)).toEqual(['three', 'two', 'one']);
      },
    },
    {
      name: 'messages(sid).update({ body: "" })',
      shows: 'the words are taken out of the book',
      before: false,
      async run({ twilio: client }) {
        const { sid } = await client.messages.create(text);
        expect(await client.messages(sid).update({ body: '' })).toMatchObject({ sid, body: '' });
        expect(await client.messages(sid).fetch()).toMatchObject({ body: '' });
      },
    },
    {
      name: 'validateRequest over a StatusCallback',
      shows: 'each change of state is told and signed',
      before: false,
      async run(clients) {
        const { sandbox } = clients;
        const statusCallback = `${await shopUrl(clients)}/told?of=texts`;
        const { sid } = await clients.twilio.messages.create({ ...text, statusCallback });
        const found = await told(clients, sid, 2);
        const statuses = found.map((one) => formOf(one)['MessageStatus']);
        expect(new Set(statuses)).toEqual(new Set(['sent', 'delivered']));
        for (const one of found) {
          const signature = String(one.headers['x-twilio-signature']);
          const fits = (form: object, token = sandbox.keys.smsAuthToken): boolean =>
            twilio.validateRequest(token, signature, statusCallback, form);
          expect(fits(formOf(one))).toBe(true);
          expect(fits({ ...formOf(one), MessageStatus: 'failed' })).toBe(false);
          expect(fits(formOf(one), 'another token')).toBe(false);
        }
      },
    },
    {
      name: 'StatusCallback, undelivered',
      shows: 'the error comes with it',
      before: false,
      async run(clients) {
        const statusCallback = `${await shopUrl(clients)}/told`;
        const to = '+491511230006';
        const { sid } = await clients.twilio.messages.create({ ...text, to, statusCallback });
        const forms = (await told(clients, sid, 2)).map(formOf);
        expect(forms).toContainEqual(
          expect.objectContaining({ MessageStatus: 'undelivered', ErrorCode: '30006', To: to }),
        );
      },
    },
    {
      name: 'a person texts STOP, and START',
      shows: 'told with OptOutType; until START texts are error 21610',
      before: false,
      async run(clients) {
        const { sandbox, twilio: client } = clients;
        const person = '+4915100000003';
        const says = async (body: string): Promise<Record<string, string>> => {
          const reply = { from: person, to: text.from, body };
          const sent = await sandbox.send('POST', '/sandbox/control/sms-replies', reply);
          const [webhook] = await told(clients, sent.json.id, 1);
          return formOf(webhook!);
        };
        expect(await says('Stop')).toMatchObject({
          From: person,
          Body: 'Stop',
          OptOutType: 'STOP',
        });
        const to = { ...text, to: person };
        await expect(client.messages.create(to)).rejects.toMatchObject({ code: 21610 });
        expect(await says('thank you')).not.toHaveProperty('OptOutType');
        await says('START');
        expect(await client.messages.create(to)).toMatchObject({ status: 'queued' });
      },
    },
  ],
  missing: [
    {
      name: 'messages(sid).remove',
      instead: 'the oracle counts what was sent',
      run: ({ twilio: client }) => client.messages(`SM${'f'.repeat(32)}`).remove(),
      refusal: { status: 405, code: 20004 },
    },
    {
      name: 'messages(sid).media.list',
      instead: 'texts have no pictures',
      run: ({ twilio: client }) => client.messages(`SM${'f'.repeat(32)}`).media.list(),
      refusal: { status: 404, code: 20404 },
    },
    {
      name: 'messaging.v1.services.list',
      instead: 'any messaging service may be named',
      run: ({ twilio: client }) => client.messaging.v1.services.list(),
      refusal: { status: 404 },
    },
  ],
};
