import { createHmac } from 'node:crypto';

/** As Twilio signs a form: the address and then its names and values in order, by the account's token. */
export function twilioSignature(authToken: string, url: string, body: string): string {
  const pairs = [...new URLSearchParams(body)].toSorted(([one], [other]) =>
    one < other ? -1 : one > other ? 1 : 0,
  );
  const signed = pairs.reduce((text, [name, value]) => text + name + value, url);
  return createHmac('sha1', authToken).update(signed).digest('base64');
}
