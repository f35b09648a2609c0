import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSecrets } from '#platform/run/read-process-settings.ts';
import { openSealed, seal } from '#platform/ground/sealed.ts';
import {
  purposesOf,
  secretHolders,
  Secrets,
  servicesWithSecret,
  type SecretPurpose,
} from '#platform/ground/secrets.ts';
import { secretVariable } from '#platform/nats/subjects.ts';
import { serviceNames, type ServiceName } from '#platform/topology.ts';
import { secretLines } from './secrets.ts';

const services = resolve(import.meta.dirname, '../../services');
const root = randomBytes(32);
const all = Secrets.of(root);
const purposes = Object.keys(secretHolders) as SecretPurpose[];

/** A process as the topology's commands set it up. */
const made = Object.fromEntries(
  secretLines(root).map((line) => /^(\w+)=(.*)$/.exec(line)!.slice(1) as [string, string]),
);
const handedTo = (service: ServiceName) => {
  const name = secretVariable(service);
  return readSecrets(name in made ? { [name]: made[name] } : {}, [service]);
};
const withinOne = (service: ServiceName) => all.for(service);

test('only services that hold keys speak of them', () => {
  const speaking = new Set<string>();
  for (const file of readdirSync(services, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || /test/.test(file)) continue;
    const text = readFileSync(join(services, file), 'utf8');
    if (/\bsettings\.secrets\b|\{[^{}\n]*\bsecrets\b[^{}\n]*\}\s*(?:=|:)[^\n]*settings/i.test(text))
      speaking.add(file.split('/')[1]!);
  }
  expect(speaking).toEqual(new Set(servicesWithSecret));
});

test.each([
  ['in a process of its own', handedTo],
  ['in one process with all', withinOne],
])('%s no service opens or seals for a purpose that is not its own', (_, held) => {
  for (const service of serviceNames) {
    const own = held(service);
    for (const purpose of purposes) {
      const sealed = seal(all, purpose, { of: purpose });
      if (purposesOf(service).includes(purpose)) {
        expect(openSealed(own, purpose, sealed)).toEqual({ of: purpose });
        expect(openSealed(all, purpose, seal(own, purpose, 1))).toBe(1);
        continue;
      }
      expect(() => seal(own, purpose, 1), `${service}: ${purpose}`).toThrow('there is no key for');
      expect(() => openSealed(own, purpose, sealed)).toThrow('there is no key for');
      // Nor with any of the keys that it does hold.
      for (const other of purposesOf(service))
        expect(() => openSealed(own, other, sealed), `${service}: ${other}`).toThrow(
          'unable to authenticate',
        );
    }
  }
});

test('no two purposes have a key in common, and none is the secret itself', () => {
  const keys = [root, ...purposes.map((purpose) => all.key(purpose).export())];
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(purposes.length + 1);
});

test('what 0.1.0 hands to a process serves its own services alone', () => {
  const environment = { KONTOR_SECRET: root.toString('base64url') };
  const notification = readSecrets(environment, ['notification']);
  expect(openSealed(notification, 'sealed mail', seal(all, 'sealed mail', 1))).toBe(1);
  expect(() => notification.key('signing keys')).toThrow('there is no key for');
  expect(notification.formerOrderToken).toBeUndefined();
  const checkout = readSecrets({ ...made, ...environment }, ['checkout']);
  expect(checkout.formerOrderToken?.('order')).toBe(all.formerOrderToken?.('order'));
});

test('cart starts without keys, auth does not', () => {
  expect(readSecrets({}, ['cart']).lacking('cart')).toEqual([]);
  const attempt = (text?: string) => () =>
    readSecrets(text === undefined ? {} : { KONTOR_SECRET_AUTH: text }, ['auth']);
  expect(attempt()).toThrow('KONTOR_SECRET_AUTH is not set');
  expect(attempt(made['KONTOR_SECRET_CHECKOUT'])).toThrow('has no key for signing keys');
  expect(attempt('signing-keys=short')).toThrow('KONTOR_SECRET_AUTH cannot be read');
  expect(
    attempt(`of-tomorrow=${randomBytes(32).toString('base64url')},${all.textFor('auth')}`),
  ).not.toThrow();
});
