import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readProcessSettings, servicesWithSecret } from '#platform/read-process-settings.ts';

const services = resolve(import.meta.dirname, '../../services');

test('only services that are handed the installation’s secret speak of it', () => {
  const speaking = new Set<string>();
  for (const file of readdirSync(services, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || /test/.test(file)) continue;
    const text = readFileSync(join(services, file), 'utf8');
    if (/\bsettings\.secret\b|\{[^{}\n]*\bsecret\b[^{}\n]*\}\s*(?:=|:)[^\n]*settings/i.test(text)) {
      speaking.add(file.split('/')[1]!);
    }
  }
  expect(speaking).toEqual(new Set(servicesWithSecret));
});

test('a gateway starts without it, auth does not', () => {
  const environment = { NATS_URL: 'nats://broker:4222', NATS_PASSWORD_API_GATEWAY: 'x' };
  const [first, second] = [1, 2].map(() => readProcessSettings(environment, ['api-gateway']));
  expect(first!.secret).toHaveLength(32);
  expect(first!.secret.equals(second!.secret)).toBe(false);
  expect(() => readProcessSettings(environment, ['auth'])).toThrow('KONTOR_SECRET is not set');
});
