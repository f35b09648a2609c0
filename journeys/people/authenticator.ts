import { createHmac } from 'node:crypto';
import * as clock from '#kernel/clock.ts';
import { expectStatus, type ApiClient } from './api-client.ts';

const stepMs = 30_000;

/** The code of an app that was given the key in letters, for a step of time from now. */
export function codeOf(key: string, steps = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(key, (each) => letters.indexOf(each).toString(2).padStart(5, '0')).join(
    '',
  );
  const secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(clock.nowMs() / stepMs) + steps));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1)! & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Sets an app up for who is signed in. Their sessions end. @returns the account's id */
export async function enrol(person: ApiClient, currentPassword: string): Promise<string> {
  const begun = await person.post<{ secret: string }>('/v1/auth/totp', { currentPassword });
  const code = codeOf(expectStatus(begun, 200).secret);
  const confirmed = await person.post<{ account: { accountId: string } }>('/v1/auth/totp/confirm', {
    code,
  });
  return expectStatus(confirmed, 200).account.accountId;
}
