import {
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
  serviceNameEnvDetector,
  type Resource,
} from '@opentelemetry/resources';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_NAMESPACE } from '@opentelemetry/semantic-conventions';

/**
 * Who tells: the service under its own name, or under `OTEL_SERVICE_NAME`, with what
 * `OTEL_RESOURCE_ATTRIBUTES` adds. `kontor.service` always says which of the eighteen it is, and
 * all services of one process have one instance id.
 */
export function resourceOf(service: string): Resource {
  const own = resourceFromAttributes({
    [ATTR_SERVICE_NAME]: service,
    [ATTR_SERVICE_NAMESPACE]: 'kontor',
    'kontor.service': service,
  });
  const detectors = [
    serviceInstanceIdDetector,
    resourceAttributesEnvDetector,
    serviceNameEnvDetector,
  ];
  return own.merge(detectResources({ detectors }));
}
