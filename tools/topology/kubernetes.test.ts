import { readFileSync } from 'node:fs';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Job } from 'kubernetes-models/batch/v1';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, Service, ServiceAccount } from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { databaseVariable, passwordVariable, secretVariable } from '#platform/nats/subjects.ts';
import { databases, serviceNames, topology } from '#platform/topology.ts';
import { kubernetes } from './kubernetes.ts';
import { isGateway, unitsOf, type Unit, holdersOf } from './units.ts';

const kinds = {
  'v1 Namespace': Namespace,
  'v1 ServiceAccount': ServiceAccount,
  'v1 ConfigMap': ConfigMap,
  'v1 Service': Service,
  'apps/v1 Deployment': Deployment,
  'batch/v1 Job': Job,
  'autoscaling/v2 HorizontalPodAutoscaler': HorizontalPodAutoscaler,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy,
  'networking.k8s.io/v1 Ingress': Ingress,
} as const;

interface Read {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The document as its kind's model. @throws where it does not fit the schema of its kind */
function modelOf(document: Read) {
  const Kind = kinds[`${document.apiVersion} ${document.kind}` as keyof typeof kinds];
  if (!Kind) throw new Error(`no schema for ${document.apiVersion} ${document.kind}`);
  const model = new Kind(document as never);
  model.validate();
  return model;
}

const options = { image: 'registry.example/kontor:1.0', namespace: 'shop', grouped: false };

function read(given: Partial<Parameters<typeof kubernetes>[0]> = {}) {
  const documents = parseAllDocuments(kubernetes({ ...options, ...given }));
  const models = documents.map((document) => modelOf(document.toJS() as Read));
  const of = <K extends (typeof kinds)[keyof typeof kinds]>(Kind: K) =>
    models.filter((model): model is never => model instanceof Kind) as InstanceType<K>[];
  return { models, of };
}

/** The one of its kind with that name. */
function named<T extends { metadata?: { name?: string } }>(all: readonly T[], name: string): T {
  const found = all.filter(({ metadata }) => metadata?.name === name);
  expect(found, name).toHaveLength(1);
  return found[0]!;
}

function containerOf(deployment: Deployment) {
  const pod = deployment.spec!.template.spec!;
  return { pod, container: pod.containers[0]! };
}

describe.each([
  { title: 'one a service', given: {} },
  { title: 'one a group', given: { grouped: true } },
])('deployments, $title', ({ given }) => {
  const units = unitsOf({ grouped: false, ...given });
  const { models, of } = read(given);
  const each = (assert: (unit: Unit, deployment: Deployment) => void) => {
    for (const unit of units) assert(unit, named(of(Deployment), unit.name));
  };

  test('every document fits the schema of its kind and is in the namespace', () => {
    for (const { kind, metadata } of models)
      if (kind !== 'Namespace')
        expect(metadata?.namespace, `${kind} ${metadata?.name}`).toBe('shop');
    expect(of(Deployment)).toHaveLength(units.length + 1);
  });

  test('every service is started once, with its own secrets by reference and no others', () => {
    const started: string[] = [];
    each((unit, deployment) => {
      const { container } = containerOf(deployment);
      expect(container.args?.slice(0, 2)).toEqual(['start', '--services']);
      started.push(...container.args![2]!.split(','));
      const expected = unit.services.flatMap((service) => [
        `${passwordVariable(service)} kontor-${service}`,
        ...(topology[service].database === null
          ? []
          : [`${databaseVariable(service)} kontor-${service}`]),
      ]);
      const references = container.env!.map(({ name, value, valueFrom }) => {
        expect(value).toBeUndefined();
        expect(valueFrom!.secretKeyRef!.key).toBe(name);
        return `${name} ${valueFrom!.secretKeyRef!.name}`;
      });
      for (const service of holdersOf(unit))
        expected.push(`${secretVariable(service)} kontor-${service}`);
      expect(new Set(references)).toEqual(new Set(expected));
      expect(references).toHaveLength(expected.length);
      const external = container.envFrom!.flatMap(({ secretRef }) => secretRef?.name ?? []);
      expect(external).toEqual(unit.externals.map((system) => `external-${system}`));
    });
    expect(started.toSorted()).toEqual([...serviceNames].toSorted());
  });

  test('a pod runs as nobody in particular, may write nowhere and drains before it ends', () => {
    each((unit, deployment) => {
      const { pod, container } = containerOf(deployment);
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(pod.automountServiceAccountToken).toBe(false);
      expect(pod.enableServiceLinks).toBe(false);
      expect(pod.terminationGracePeriodSeconds).toBe(isGateway(unit) ? 35 : 30);
      expect(deployment.spec!.strategy!.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
      expect(container.resources!.requests).toHaveProperty('cpu');
      expect(container.resources!.limits).toHaveProperty('memory');
    });
  });

  test('probes ask ports that the container has', () => {
    each((_unit, deployment) => {
      const { container } = containerOf(deployment);
      const ports = container.ports!.map(({ name }) => name);
      const { startupProbe, livenessProbe, readinessProbe } = container;
      const paths = [startupProbe, livenessProbe, readinessProbe].map((probe) => {
        expect(ports).toContain(probe!.httpGet!.port);
        return probe!.httpGet!.path;
      });
      expect(paths).toEqual(['/health/live', '/health/live', '/health/ready']);
    });
  });

  test('what is said of a deployment by its name or labels finds it', () => {
    each((unit, deployment) => {
      const labels = deployment.spec!.template.metadata!.labels!;
      expect(deployment.spec!.selector.matchLabels).toEqual(labels);
      const budget = named(of(PodDisruptionBudget), unit.name);
      expect(budget.spec!.selector!.matchLabels).toEqual(labels);
      expect(budget.spec!.maxUnavailable).toBe(1);
      const scaler = named(of(HorizontalPodAutoscaler), unit.name).spec;
      expect(scaler?.scaleTargetRef).toEqual({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: unit.name,
      });
      expect(scaler?.minReplicas).toBeGreaterThanOrEqual(2);
      // The autoscaler sets it; a number here would be put back by every deploy.
      expect(deployment.spec!.replicas).toBeUndefined();
      const policy = named(of(NetworkPolicy), unit.name);
      expect(policy.spec!.podSelector!.matchLabels).toEqual(labels);
      const { pod, container } = containerOf(deployment);
      named(of(ServiceAccount), pod.serviceAccountName!);
      named(of(ConfigMap), container.envFrom![0]!.configMapRef!.name!);
    });
  });

  test('the network lets a pod reach what its arrows need', () => {
    for (const unit of units) {
      const { ingress, egress } = named(of(NetworkPolicy), unit.name).spec!;
      const inCluster = egress!.filter(({ to }) => !to).flatMap(({ ports }) => ports!);
      const ports = inCluster.map(({ port }) => port);
      expect(ports).toContain(4222);
      expect(ports.includes(5432), unit.name).toBe(unit.keepsState);
      const world = egress!.filter(({ to }) => to?.[0]?.ipBlock);
      expect(world.length > 0, unit.name).toBe(unit.externals.length > 0);
      const open = ingress!.filter(({ from }) => !from);
      expect(open.length > 0, unit.name).toBe(isGateway(unit));
    }
    const closed = named(of(NetworkPolicy), 'nothing-else').spec!;
    expect(closed).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  test('the gateway has a service, by a port that its container has', () => {
    const gateway = units.find(isGateway)!;
    const { selector, ports } = named(of(Service), 'api-gateway').spec!;
    const deployment = named(of(Deployment), gateway.name);
    expect(selector).toEqual(deployment.spec!.template.metadata!.labels);
    const names = containerOf(deployment).container.ports!.map(({ name }) => name);
    expect(names).toContain(ports![0]!.targetPort);
  });
});

const text = kubernetes(options);
const auditVariables = databases.map((name) => `AUDIT_DATABASE_URL_${name.toUpperCase()}`);

test('provisioning alone has the administrator’s address', () => {
  expect(text.match(/name: DATABASE_ADMIN_URL/g)).toHaveLength(1);
  const { of } = read();
  const { template } = named(of(Job), 'kontor-provision').spec!;
  const names = template.spec!.containers[0]!.env!.map(({ name }) => name);
  expect(names).toEqual([
    'KONTOR_SECRET_AUTH',
    'DATABASE_ADMIN_URL',
    ...serviceNames.filter((service) => service !== 'api-gateway').map(databaseVariable),
    ...auditVariables,
  ]);
});

test('one audit looks by schedule, with the auditor’s addresses alone', () => {
  const { of } = read();
  const deployment = named(of(Deployment), 'kontor-audit');
  const { container } = containerOf(deployment);
  expect(deployment.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(container.args).toEqual(['audit', '--every', '15m']);
  const secrets = container.env!.flatMap(({ name, valueFrom }) =>
    valueFrom ? [`${name} ${valueFrom.secretKeyRef!.name}`] : [],
  );
  expect(secrets).toEqual(auditVariables.map((name) => `${name} kontor-audit`));
  const { egress } = named(of(NetworkPolicy), 'kontor-audit').spec!;
  expect(egress!.flatMap(({ ports }) => ports!.map(({ port }) => port))).toEqual([53, 53, 5432]);
});

test('the steps in docs/many-machines.md make a secret for every service with state', () => {
  const guide = readFileSync(new URL('../../docs/many-machines.md', import.meta.url), 'utf8');
  const table = /DATABASES'\n([^<]*?) +DATABASES/.exec(guide)![1]!.trim().split('\n');
  const reported = table.flatMap((line) => {
    const [database, ...services] = line.trim().split(' ');
    return services.map((service) => `${service} in ${database}`);
  });
  const expected = serviceNames
    .filter((service) => service !== 'api-gateway')
    .map((service) => `${service} in ${topology[service].database}`);
  expect(reported).toEqual(expected);
});

test('a host gets an ingress, and the shop knows its address', () => {
  expect(read().of(Ingress)).toEqual([]);
  const { of } = read({ host: 'shop.example' });
  const { rules, tls } = named(of(Ingress), 'api-gateway').spec!;
  expect(rules![0]!.host).toBe('shop.example');
  expect(tls![0]!.hosts).toEqual(['shop.example']);
  const settings = named(of(ConfigMap), 'kontor-settings').data!;
  expect(settings['KONTOR_PUBLIC_URL']).toBe('https://shop.example');
});

test('no manifest holds a secret', () => {
  expect(text).not.toMatch(/kind: Secret|stringData|postgres:\/\/|:\/\/[^\s/]*@/);
  const values = Object.keys(read().of(ConfigMap)[0]!.data!);
  expect(values.filter((name) => /PASSWORD|SECRET|DATABASE|KEY|TOKEN/.test(name))).toEqual([]);
});

describe('mistakes in a manifest are refused', () => {
  const right = parseAllDocuments(kubernetes(options))
    .map((document) => document.toJS())
    .find(({ kind }) => kind === 'Deployment');
  const deployment = () => structuredClone(right);
  const mistakes: [string, (planted: ReturnType<typeof deployment>) => void][] = [
    ['another version', (planted) => (planted.apiVersion = 'apps/v2')],
    ['no selector', (planted) => delete planted.spec.selector],
    ['replicas in words', (planted) => (planted.spec.replicas = 'two')],
    ['no containers', (planted) => delete planted.spec.template.spec.containers],
    [
      'a container without a name',
      (planted) => delete planted.spec.template.spec.containers[0].name,
    ],
    [
      'arguments that are one text',
      (planted) => (planted.spec.template.spec.containers[0].args = 'start --services cart'),
    ],
    [
      'a probe without a port',
      (planted) => delete planted.spec.template.spec.containers[0].readinessProbe.httpGet.port,
    ],
    [
      'a number for a variable',
      (planted) => (planted.spec.template.spec.containers[0].env[0] = { name: 'A', value: 1 }),
    ],
  ];
  test.each(mistakes)('%s', (_title, plant) => {
    const planted = deployment();
    modelOf(planted);
    plant(planted);
    expect(() => modelOf(planted)).toThrow(/must|no schema/);
  });
});
