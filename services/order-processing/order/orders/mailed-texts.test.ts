import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ShownText } from '#contracts/product/legal-texts.ts';
import { newId } from '#kernel/ids.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';
import { withTexts } from './mailed-texts.ts';

let ordering: Ordering;
beforeAll(async () => {
  ordering = await openOrdering();
});
afterAll(() => ordering.close());

interface Attachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly base64: string;
}

/** As product tells it, in a channel of the test's own. */
async function published(
  channel: string,
  kind: ShownText['kind'],
  markdown: string,
  given: { locale?: string; endedAt?: string; textId?: string; version?: number } = {},
): Promise<ShownText> {
  const { locale = 'en', endedAt = null, textId = newId(), version = 1 } = given;
  const text = {
    textId,
    kind,
    locale,
    number: 1,
    title: `${kind} ${locale}`,
    sha256: 'ab'.repeat(32),
    publishedAt: '2026-01-01T00:00:00.000Z',
  };
  const data = { ...text, channel, markdown, endedAt };
  await ordering.shop.deliver('product.text_published', textId, version, data);
  return text;
}

/** Names and words of what went along with the confirmation. */
async function attachedTo(email: string): Promise<Record<string, string>> {
  const mails = (await ordering.shop.sandbox.read('mails')) as unknown as {
    envelopeTo: string[];
    attachments: Attachment[];
  }[];
  const [mail, more] = mails.filter(({ envelopeTo }) => envelopeTo.includes(email));
  expect(more).toBeUndefined();
  return Object.fromEntries(
    mail!.attachments.map(({ fileName, base64 }) => [
      fileName,
      Buffer.from(base64, 'base64').toString('utf8'),
    ]),
  );
}

test('a confirmation carries terms and withdrawal instructions in the language of the order', async () => {
  await published('german', 'terms', 'English words', { locale: 'en' });
  await published('german', 'terms', 'Deutsche Wörter', { locale: 'de' });
  await published('german', 'withdrawal', 'How to withdraw');
  await published('german', 'privacy', 'No attachment');
  const snapshot = { email: 'de@example.com', channel: 'german', locale: 'de-AT' };
  await ordering.placed({ snapshot });
  const files = await attachedTo('de@example.com');
  expect(Object.keys(files).toSorted()).toEqual(['terms-de.txt', 'withdrawal-en.txt']);
  expect(files['terms-de.txt']).toContain('\uFEFFterms de\n\nDeutsche Wörter\n');
  expect(files['terms-de.txt']).toContain('ab'.repeat(32));
});

test('where it is known what the customer was shown it is that, though it ended meanwhile', async () => {
  const old = await published('shown', 'terms', 'Old words', { endedAt: '2026-01-02T00:00:00Z' });
  await published('shown', 'terms', 'New words');
  const shown = { email: 'shown@example.com', channel: 'shown', shownTexts: [old] };
  await ordering.placed({ snapshot: shown });
  expect((await attachedTo('shown@example.com'))['terms-en.txt']).toContain('Old words');
  await ordering.placed({ snapshot: { email: 'silent@example.com', channel: 'shown' } });
  expect((await attachedTo('silent@example.com'))['terms-en.txt']).toContain('New words');
});

test('an older telling of a text is not taken for a newer one', async () => {
  const textId = newId();
  const ended = { textId, version: 2, endedAt: '2026-01-02T00:00:00Z' };
  await published('late', 'terms', 'Words', ended);
  await published('late', 'terms', 'Words', { textId, version: 1 });
  await ordering.placed({ snapshot: { email: 'late@example.com', channel: 'late' } });
  expect(await attachedTo('late@example.com')).toEqual({});
});

test('a text of which is told that it is none of the terms is mailed no more', async () => {
  const textId = newId();
  await published('became', 'terms', 'Words', { textId });
  await published('became', 'privacy', 'Words', { textId, version: 2 });
  await ordering.placed({ snapshot: { email: 'became@example.com', channel: 'became' } });
  expect(await attachedTo('became@example.com')).toEqual({});
});

test('a text that is too long for a mail does not keep the others, nor the order, back', async () => {
  await published('long', 'terms', '長'.repeat(200_000));
  await published('long', 'withdrawal', 'Short');
  await ordering.placed({ snapshot: { email: 'long@example.com', channel: 'long' } });
  expect(Object.keys(await attachedTo('long@example.com'))).toEqual(['withdrawal-en.txt']);
});

test('texts are kept in memory, and none is left out when room is made for others', async () => {
  const ids: string[] = [];
  for (let at = 0; at < 42; at += 1) {
    ids.push((await published('many', 'terms', `Words ${at}`)).textId);
  }
  const { shop } = ordering;
  const context = { database: shop.database('order'), log: openLogger('fatal') };
  const carried = async (mailedTexts: string[]) => {
    const order = { id: newId(), mailedTexts };
    const message = { email: 'many@example.com' } as Parameters<typeof withTexts>[2];
    const { attachments = [] } = await withTexts(context, order, message, shop.invocation());
    return attachments.length;
  };
  expect(await carried(ids.slice(0, 41))).toBe(41);
  expect(await carried([ids[0]!, ids[41]!])).toBe(2);
});
