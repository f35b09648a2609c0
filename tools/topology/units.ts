import { servicesWithSecret } from '#platform/ground/secrets.ts';
import {
  serviceNames,
  topology,
  type ExternalSystemName,
  type ServiceName,
} from '#platform/topology.ts';

/** What is deployed and scaled as one: a service, or all services of a group. */
export interface Unit {
  readonly name: string;
  readonly services: readonly ServiceName[];
  readonly keepsState: boolean;
  readonly externals: readonly ExternalSystemName[];
}

export const gatewayName = 'api-gateway';
export const gatewayPort = 8080;
export const operationsPort = 9464;

/** One unit a service, or one a group. */
export function unitsOf({ grouped }: { grouped: boolean }): Unit[] {
  const names = new Set(
    serviceNames.map((service) => (grouped ? topology[service].group : service)),
  );
  return [...names].map((name) => {
    const services = serviceNames.filter((service) =>
      grouped ? topology[service].group === name : service === name,
    );
    return {
      name,
      services,
      keepsState: services.some((service) => topology[service].database !== null),
      externals: [...new Set(services.flatMap((service) => topology[service].externals))],
    };
  });
}

/** Those of its services that hold keys. */
export function holdersOf({ services }: Unit): ServiceName[] {
  return services.filter((service) => servicesWithSecret.includes(service));
}

export function isGateway({ services }: Unit): boolean {
  return services.includes(gatewayName);
}

/** Of the pools of all services, where each runs `replicas` times. */
export function connectionsOf(replicas: number): number {
  return serviceNames.reduce((sum, service) => sum + topology[service].connections * replicas, 0);
}
