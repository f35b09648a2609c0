import { auditUrls } from './kubernetes-audit.ts';
import { labelsOf, metadataOf, type KubernetesOptions } from './kubernetes-names.ts';
import { databaseUrls, keysOf, podOf, secretValue } from './kubernetes-workload.ts';
import { servicesWithState } from './secrets.ts';
import type { IJob } from 'kubernetes-models/batch/v1';

export const provisionName = 'kontor-provision';

/**
 * Makes databases, roles and schemas with the administrator's account. It is gone ten minutes after
 * its end: a job cannot be changed, so one that stayed would refuse the next version's image.
 */
export function provisionJob(options: KubernetesOptions): IJob {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataOf(options, provisionName, provisionName),
    spec: {
      backoffLimit: 6,
      ttlSecondsAfterFinished: 600,
      template: {
        metadata: { labels: labelsOf(provisionName) },
        spec: podOf(
          {
            name: 'provision',
            image: options.image,
            args: ['provision'],
            env: [
              ...keysOf(['auth']),
              secretValue('DATABASE_ADMIN_URL', 'kontor-admin'),
              ...databaseUrls(servicesWithState),
              ...auditUrls(),
            ],
          },
          { restartPolicy: 'OnFailure' },
        ),
      },
    },
  };
}
