import { variableOf } from '#audit/where-to-look.ts';
import { databases } from '#platform/topology.ts';
import { labelsOf, metadataOf, type KubernetesOptions } from './kubernetes-names.ts';
import { podOf, scrapedAt, secretValue } from './kubernetes-workload.ts';
import { operationsPort } from './units.ts';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IEnvVar } from 'kubernetes-models/v1';

export const auditName = 'kontor-audit';

/**
 * Looks for violations of the invariants every quarter of an hour, as metrics and log lines. One is
 * enough, and it is no CronJob, whose metrics nobody could scrape once it has ended.
 */
export function auditDeployment(options: KubernetesOptions): IDeployment {
  const live = { httpGet: { path: '/health/live', port: 'operations' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(options, auditName, auditName),
    spec: {
      replicas: 1,
      selector: { matchLabels: labelsOf(auditName) },
      strategy: { type: 'Recreate' },
      revisionHistoryLimit: 5,
      template: {
        metadata: { labels: labelsOf(auditName), annotations: scrapedAt(operationsPort) },
        spec: podOf(
          {
            name: 'audit',
            image: options.image,
            args: ['audit', '--every', '15m'],
            env: [
              { name: 'KONTOR_OPERATIONS_HOST', value: '0.0.0.0' },
              { name: 'KONTOR_OPERATIONS_PORT', value: String(operationsPort) },
              ...auditUrls(),
            ],
            ports: [{ name: 'operations', containerPort: operationsPort }],
            livenessProbe: { ...live, periodSeconds: 10, timeoutSeconds: 5 },
          },
          { terminationGracePeriodSeconds: 30 },
        ),
      },
    },
  };
}

/** A secret of its own: role and password are the auditor's, who may read everything. */
export function auditUrls(): IEnvVar[] {
  return databases.map((database) => secretValue(variableOf(database), auditName));
}
