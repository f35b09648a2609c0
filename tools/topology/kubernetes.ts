import { Document } from 'yaml';
import { auditDeployment } from './kubernetes-audit.ts';
import {
  accountName,
  labelsOf,
  metadataOf,
  settingsName,
  type KubernetesOptions,
} from './kubernetes-names.ts';
import { networkPolicies } from './kubernetes-network.ts';
import { provisionJob } from './kubernetes-provision.ts';
import { servicesWithSecret } from '#platform/ground/secrets.ts';
import { deploymentOf } from './kubernetes-workload.ts';
import {
  connectionsOf,
  gatewayName,
  gatewayPort,
  isGateway,
  operationsPort,
  unitsOf,
  type Unit,
} from './units.ts';
import { clusterSettings } from '../settings/describe-settings.ts';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IConfigMap, INamespace, IService, IServiceAccount } from 'kubernetes-models/v1';

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: object;
}

const leastReplicas = 2;
const mostReplicas = 6;

/** All manifests, ready for `kubectl apply -f -`. What is secret is named and not told. */
export function kubernetes(options: KubernetesOptions): string {
  const documents = manifestsOf(options).map((manifest, at) => {
    const document = new Document(manifest, { aliasDuplicateObjects: false });
    if (at === 0) document.commentBefore = head(options);
    return document.toString({ lineWidth: 0 });
  });
  return documents.join('---\n');
}

export function manifestsOf(options: KubernetesOptions): Manifest[] {
  const units = unitsOf(options);
  return [
    namespace(options),
    account(options),
    settings(options),
    ...networkPolicies(options, units),
    provisionJob(options),
    ...units.flatMap((unit) => [
      deploymentOf(unit, options),
      disruptionBudget(unit, options),
      autoscaler(unit, options),
    ]),
    auditDeployment(options),
    gatewayService(options, units.find(isGateway)!),
    ...(options.host === undefined ? [] : [ingress(options, options.host)]),
  ];
}

const holders = new Intl.ListFormat('en').format(servicesWithSecret);

function head({ namespace: name }: KubernetesOptions): string {
  return ` Made by "kontor topology kubernetes"; docs/many-machines.md says what to prepare.

 Secrets that must be in the namespace ${name} (none of them is printed here):
   kontor-admin       DATABASE_ADMIN_URL, for the job kontor-provision alone
   kontor-<service>   NATS_PASSWORD_<SERVICE> and, but for the gateway, DATABASE_URL_<SERVICE>;
                      of ${holders} KONTOR_SECRET_<SERVICE> too
   kontor-audit       AUDIT_DATABASE_URL_<DATABASE>, for the auditor's role, which reads everything
   external-<system>  keys of an external system, read only by services with an arrow to it

 At ${mostReplicas} replicas each PostgreSQL needs max_connections of at least ${connectionsOf(mostReplicas) + 60}.`;
}

function namespace({ namespace: name }: KubernetesOptions): INamespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  };
}

/** Nothing of Kontor speaks to Kubernetes. */
function account(options: KubernetesOptions): IServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadataOf(options, accountName),
    automountServiceAccountToken: false,
  };
}

function settings(options: KubernetesOptions): IConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(options, settingsName),
    data: clusterSettings({ host: options.host, gatewayPort, operationsPort }),
  };
}

function disruptionBudget(unit: Unit, options: KubernetesOptions): IPodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadataOf(options, unit.name, unit.name),
    spec: { maxUnavailable: 1, selector: { matchLabels: labelsOf(unit.name) } },
  };
}

/** Also what sets the number of replicas: deployments have none, so that none is put back. */
function autoscaler(unit: Unit, options: KubernetesOptions): IHorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadataOf(options, unit.name, unit.name),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: unit.name },
      minReplicas: leastReplicas,
      maxReplicas: mostReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
    },
  };
}

function gatewayService(options: KubernetesOptions, unit: Unit): IService {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(options, gatewayName, unit.name),
    spec: {
      selector: labelsOf(unit.name),
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    },
  };
}

function ingress(options: KubernetesOptions, host: string): IIngress {
  const backend = { service: { name: gatewayName, port: { name: 'http' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadataOf(options, gatewayName, gatewayName),
    spec: {
      tls: [{ hosts: [host], secretName: 'kontor-tls' }],
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  };
}
