import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { serviceNames } from '#platform/topology.ts';
import { brokerPasswords, NatsServer } from '#platform/nats-server/nats-server.ts';
import { startTestCluster } from '#platform/test-kit/test-cluster.ts';
import type { ChildSettings } from '#journeys/shop-kit/crash-messages.ts';
import { settingsOf } from '#journeys/shop-kit/crash-shop.ts';
import { prepareSeeded } from '#journeys/shop-kit/seeded-shop.ts';
import { ShopProcess } from '#journeys/shop-kit/shop-process.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { splitSettings, type SplitSurroundings } from '#journeys/shop-kit/split-shop.ts';
import { postgresStatements } from './injections/postgres-statements.ts';
import { ProcessFaultShop, type FaultGround } from './process-fault-shop.ts';
import type { OpenFaultShop } from './run-scenario.ts';
import type { FaultMode, ShopNeeds } from './scenario.ts';
import type { Seeded } from './injections/seeded.ts';
import { Certificates } from './injections/certificates.ts';
import { SmallDisk } from './injections/small-disk.ts';
import { TcpProxy } from './injections/tcp-proxy.ts';

/** How a shop is opened in each mode. */
export const openFaultShop: Readonly<Record<FaultMode, OpenFaultShop>> = {
  embedded: async (needs, random) => {
    const ground = await layGround(needs, random);
    return ProcessFaultShop.open({
      mode: 'embedded',
      ground,
      members: await wholeShops(ground, needs),
    });
  },
  split: async (needs, random) => {
    const ground = await layGround(needs, random);
    const passwordOf = brokerPasswords();
    const folder = join(ground.prepared.dataFolder, 'nats');
    const port = await freePort();
    const operatorPassword = randomUUID();
    const server = await NatsServer.start({ folder, port, passwordOf, operatorPassword });
    const target = { host: new URL(server.url).hostname, port };
    const proxy = await TcpProxy.open(target, random.branch('nats'));
    const natsUrl = `nats://${proxy.host}:${proxy.port}`;
    return ProcessFaultShop.open({
      mode: 'split',
      ground,
      members: await serviceProcesses(ground, needs, { natsUrl, passwordOf }),
      broker: { server, proxy },
    });
  },
};

/** Databases with the demo store in them, the sandbox, and proxies before both. */
async function layGround(
  { ownPostgres, smallDiskMb, tls }: ShopNeeds,
  random: Seeded,
): Promise<FaultGround> {
  const disk = smallDiskMb === undefined ? undefined : await SmallDisk.mount(smallDiskMb);
  const parent = disk?.folder;
  const settings = typeof ownPostgres === 'object' ? { settings: ownPostgres } : {};
  const cluster = ownPostgres
    ? await startTestCluster({ durable: true, parent, ...settings })
    : undefined;
  const { prepared, apiKey } = await prepareSeeded({
    cluster: cluster?.address,
    parent,
    ownRoles: true,
  });
  const { port } = prepared.installation.cluster;
  const sandbox = new URL(prepared.sandbox.httpUrl);
  const proxies = {
    postgres: await TcpProxy.open(
      { host: '127.0.0.1', port },
      random.branch('postgres'),
      postgresStatements,
    ),
    sandbox: await TcpProxy.open(
      { host: sandbox.hostname, port: Number(sandbox.port) },
      random.branch('sandbox'),
    ),
  };
  const certificates = tls
    ? await Certificates.open(proxies.sandbox, prepared.sandbox.httpUrl, prepared.dataFolder)
    : undefined;
  return { prepared, apiKey, cluster, disk, certificates, proxies };
}

/** Where processes reach PostgreSQL and the sandbox: through the proxies. */
function proxied({ prepared, proxies, certificates }: FaultGround) {
  const { host, port } = proxies.postgres;
  const httpUrl = certificates?.url ?? `http://${proxies.sandbox.host}:${proxies.sandbox.port}`;
  return {
    cluster: { ...prepared.installation.cluster, host, port },
    sandbox: { ...settingsOf(prepared).sandbox, httpUrl },
  };
}

/** `shop`, and `shop-2` … where there are several on one installation. */
async function wholeShops(
  ground: FaultGround,
  { replicas = 1, settings, environment }: ShopNeeds,
): Promise<Map<string, ShopProcess>> {
  const own = settingsOf(ground.prepared);
  const { cluster, sandbox } = proxied(ground);
  const one: ChildSettings = {
    ...own,
    installation: { ...own.installation, cluster },
    sandbox,
    ...(settings ? { settings } : {}),
    environment: { ...ground.certificates?.environment, ...environment },
    ...(replicas > 1 ? { soleOwner: false } : {}),
  };
  const members = new Map([['shop', new ShopProcess(one)]]);
  for (let number = 2; number <= replicas; number += 1)
    members.set(`shop-${number}`, new ShopProcess({ ...one, port: await freePort() }));
  return members;
}

/** One process a service, named after it, and `order-2` … where there are replicas. */
async function serviceProcesses(
  ground: FaultGround,
  { replicas = 1, settings, environment, releases, oldVersion }: ShopNeeds,
  broker: Pick<SplitSurroundings, 'natsUrl' | 'passwordOf'>,
): Promise<Map<string, ShopProcess>> {
  const members = new Map<string, ShopProcess>();
  const around = { prepared: ground.prepared, ...proxied(ground), ...broker };
  for (const service of serviceNames) {
    for (let number = 1; number <= replicas; number += 1) {
      const port = number === 1 ? ground.prepared.port : await freePort();
      const own = splitSettings([service], {
        ...around,
        port,
        environment: { ...ground.certificates?.environment, ...environment },
      });
      const version = releases?.[number - 1];
      const reported = {
        ...own,
        settings: { ...own.settings, ...settings },
        ...(version ? { version } : {}),
      };
      members.set(
        number === 1 ? service : `${service}-${number}`,
        new ShopProcess(reported, oldVersion),
      );
    }
  }
  return members;
}
