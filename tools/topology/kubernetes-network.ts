import type { ExternalSystemName } from '#platform/topology.ts';
import { auditName } from './kubernetes-audit.ts';
import { labelsOf, metadataOf, type KubernetesOptions } from './kubernetes-names.ts';
import { provisionName } from './kubernetes-provision.ts';
import { gatewayPort, isGateway, operationsPort, type Unit } from './units.ts';
import type {
  INetworkPolicy,
  INetworkPolicyEgressRule,
  INetworkPolicyPort,
} from 'kubernetes-models/networking.k8s.io/v1';

const ports = { dns: 53, postgres: 5432, nats: 4222, collector: 4318, https: 443 };
/** Networks of the cluster itself; an external system is never there. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'];
const monitoringNamespace = { 'kubernetes.io/metadata.name': 'monitoring' };

/**
 * Nothing but what the picture needs: every unit to the broker and the collector of traces, those
 * with state to PostgreSQL, those with an external system to the world; from outside to the gateway
 * alone. (Probes come from the node and need no rule.)
 */
export function networkPolicies(
  options: KubernetesOptions,
  units: readonly Unit[],
): INetworkPolicy[] {
  return [
    nothingElse(options),
    {
      ...policyOf(options, provisionName),
      spec: {
        podSelector: { matchLabels: labelsOf(provisionName) },
        policyTypes: ['Ingress', 'Egress'],
        egress: [names(), to(ports.postgres)],
      },
    },
    {
      ...policyOf(options, auditName),
      spec: {
        podSelector: { matchLabels: labelsOf(auditName) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [metrics],
        egress: [names(), to(ports.postgres)],
      },
    },
    ...units.map((unit) => unitPolicy(options, unit)),
  ];
}

function policyOf(options: KubernetesOptions, name: string) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadataOf(options, name, name),
  } as const;
}

function nothingElse(options: KubernetesOptions): INetworkPolicy {
  return {
    ...policyOf(options, 'nothing-else'),
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}

function unitPolicy(options: KubernetesOptions, unit: Unit): INetworkPolicy {
  return {
    ...policyOf(options, unit.name),
    spec: {
      podSelector: { matchLabels: labelsOf(unit.name) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [metrics, ...(isGateway(unit) ? [{ ports: [tcp(gatewayPort)] }] : [])],
      egress: [
        names(),
        to(ports.nats),
        to(ports.collector),
        ...(unit.keepsState ? [to(ports.postgres)] : []),
        ...world(unit.externals),
      ],
    },
  };
}

/** To look names up. */
function names(): INetworkPolicyEgressRule {
  return { ports: [{ protocol: 'UDP', port: ports.dns }, tcp(ports.dns)] };
}

function to(port: number): INetworkPolicyEgressRule {
  return { ports: [tcp(port)] };
}

function tcp(port: number): INetworkPolicyPort {
  return { protocol: 'TCP', port };
}

function world(externals: readonly ExternalSystemName[]): INetworkPolicyEgressRule[] {
  const open = new Set(
    externals.flatMap((system) => (system === 'email' ? mailPorts : ports.https)),
  );
  if (open.size === 0) return [];
  return [
    {
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: privateNetworks } }],
      ports: [...open].map(tcp),
    },
  ];
}

const mailPorts = [465, 587];
const metrics = {
  from: [{ namespaceSelector: { matchLabels: monitoringNamespace } }],
  ports: [tcp(operationsPort)],
};
