import { createHmac } from 'node:crypto';
import type { DatabaseAddress } from '../data/database.ts';
import { schemaOf, topology, type DatabaseName, type ServiceName } from '../topology.ts';

export interface ClusterAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Where the databases of one installation are; the prefix keeps several in one cluster apart. */
export interface Installation {
  readonly cluster: ClusterAddress;
  readonly prefix: string;
  /** Role passwords are derived from it. */
  readonly secret: Buffer;
  /** Of the roles, where several installations have them in common; `prefix` unless told. */
  readonly rolePrefix?: string;
}

export function databaseNameOf(
  installation: Pick<Installation, 'prefix'>,
  database: DatabaseName,
): string {
  return `${installation.prefix}${database}`;
}

/** How a service's own role reaches its schema. */
export function addressOf(installation: Installation, service: ServiceName): DatabaseAddress {
  const { database } = topology[service];
  if (database === null) throw new Error(`${service} keeps no state`);
  return {
    host: installation.cluster.host,
    port: installation.cluster.port,
    database: databaseNameOf(installation, database),
    user: roleOf(installation, service),
    password: rolePassword(installation, service),
  };
}

/** A cluster's administrator, and how each service's own role is to reach its schema there. */
export interface Place {
  readonly admin: ClusterAddress;
  addressOf(service: ServiceName): DatabaseAddress;
}

function roleOf({ prefix, rolePrefix = prefix }: Installation, service: ServiceName): string {
  return `${rolePrefix}${schemaOf(service)}`;
}

function rolePassword(installation: Installation, service: ServiceName): string {
  return createHmac('sha256', installation.secret)
    .update(`database role ${service}`)
    .digest('base64url');
}
