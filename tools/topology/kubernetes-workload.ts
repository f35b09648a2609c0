import { databaseVariable, passwordVariable, secretVariable } from '#platform/nats/subjects.ts';
import type { ServiceName } from '#platform/topology.ts';
import {
  accountName,
  labelsOf,
  metadataOf,
  settingsName,
  type KubernetesOptions,
} from './kubernetes-names.ts';
import { servicesWithState } from './secrets.ts';
import { gatewayPort, holdersOf, isGateway, operationsPort, type Unit } from './units.ts';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IContainer, IEnvVar, IPodSpec } from 'kubernetes-models/v1';

/** `node` of the official images; see the Dockerfile. */
const userId = 1000;
/** SIGTERM drains within 25 s. */
const drainSeconds = 30;
/** Until no proxy sends new requests to a gateway that is going to stop. */
const routesSettleSeconds = 5;

/** Replicas are the autoscaler's, and a new version takes over one replica at a time. */
export function deploymentOf(unit: Unit, options: KubernetesOptions): IDeployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(options, unit.name, unit.name),
    spec: {
      selector: { matchLabels: labelsOf(unit.name) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      minReadySeconds: 5,
      revisionHistoryLimit: 5,
      template: {
        metadata: {
          labels: labelsOf(unit.name),
          annotations: scrapedAt(operationsPort),
        },
        spec: podOf(serviceContainer(unit, options), {
          terminationGracePeriodSeconds: drainSeconds + (isGateway(unit) ? routesSettleSeconds : 0),
          topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map(
            (topologyKey) => ({
              topologyKey,
              maxSkew: 1,
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: labelsOf(unit.name) },
            }),
          ),
        }),
      },
    },
  };
}

export function scrapedAt(port: number): Record<string, string> {
  return {
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': String(port),
    'prometheus.io/path': '/metrics',
  };
}

/** A pod of Kontor's image that may do nothing but compute and speak to its network. */
export function podOf(container: IContainer, more: Partial<IPodSpec>): IPodSpec {
  return {
    serviceAccountName: accountName,
    automountServiceAccountToken: false,
    // A service named kontor-… would put variables KONTOR_… into every container.
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: userId,
      runAsGroup: userId,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...more,
    containers: [
      {
        ...container,
        resources: {
          requests: { cpu: '100m', memory: '192Mi' },
          limits: { memory: '512Mi' },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [{ name: 'temporary', mountPath: '/tmp' }],
      },
    ],
    volumes: [{ name: 'temporary', emptyDir: { sizeLimit: '64Mi' } }],
  };
}

function serviceContainer(unit: Unit, options: KubernetesOptions): IContainer {
  const asks = (path: string) => ({ httpGet: { path, port: 'operations' } });
  const isPublic = isGateway(unit);
  return {
    name: 'kontor',
    image: options.image,
    args: ['start', '--services', unit.services.join(',')],
    envFrom: [
      { configMapRef: { name: settingsName } },
      ...unit.externals.map((system) => ({
        secretRef: { name: `external-${system}`, optional: true },
      })),
    ],
    env: [
      ...keysOf(holdersOf(unit)),
      ...unit.services.map((service) => secretValue(passwordVariable(service), secretOf(service))),
      ...databaseUrls(servicesWithState.filter((service) => unit.services.includes(service))),
    ],
    ports: [
      ...(isPublic ? [{ name: 'http', containerPort: gatewayPort }] : []),
      { name: 'operations', containerPort: operationsPort },
    ],
    // A first start waits for the migrations of its schema.
    startupProbe: { ...asks('/health/live'), periodSeconds: 2, failureThreshold: 90 },
    livenessProbe: { ...asks('/health/live'), periodSeconds: 10, timeoutSeconds: 5 },
    readinessProbe: {
      ...asks('/health/ready'),
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 2,
    },
    ...(isPublic
      ? { lifecycle: { preStop: { exec: { command: ['sleep', String(routesSettleSeconds)] } } } }
      : {}),
  };
}

export function databaseUrls(services: readonly ServiceName[]): IEnvVar[] {
  return services.map((service) => secretValue(databaseVariable(service), secretOf(service)));
}

export function keysOf(services: readonly ServiceName[]): IEnvVar[] {
  return services.map((service) => secretValue(secretVariable(service), secretOf(service)));
}

export function secretValue(name: string, secret: string): IEnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secret, key: name } } };
}

function secretOf(service: ServiceName): string {
  return `kontor-${service}`;
}
