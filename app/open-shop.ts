import {
  connectExternalSystems,
  providerTimeMs,
  type ExternalSystemsSettings,
} from '#external/external-systems.ts';
import type { Provider } from '#external/provider.ts';
import { readExternalSettings } from '#external/read-external-settings.ts';
import type { SandboxAddress } from '#external/exchange/sandbox-keys.ts';
import { Kontor } from '#platform/run/kontor.ts';
import type { Composition } from '#platform/calls/composition.ts';
import type { DatabaseAddress } from '#platform/data/database.ts';
import type { BrokerAddress } from '#platform/nats/connect-service.ts';
import { addressOf, type Installation } from '#platform/provision/installation.ts';
import { readSettings } from '#platform/run/read-settings.ts';
import { loadAdmin } from './load-admin.ts';
import { loadStorefront } from './load-storefront.ts';
import { openLogger, type Logger } from '#platform/telemetry/log.ts';
import { watchProcess } from '#platform/telemetry/export/watch-process.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { timeToWait, type Settings } from '#platform/ground/settings.ts';
import type { ServiceName } from '#platform/topology.ts';

export interface OpenServicesOptions {
  readonly composition: Composition;
  /** How a service's own role reaches its schema. */
  readonly addressOf: (service: ServiceName) => DatabaseAddress;
  /** Those of the services that run here. */
  readonly secrets: Secrets;
  readonly external: ExternalSystemsSettings;
  readonly environment: NodeJS.ProcessEnv;
  /** Of the gateway, where it runs here. */
  readonly host: string;
  /** Of the gateway; 0 takes a free one. */
  readonly port: number;
  /** Which run here; all unless told. */
  readonly services?: readonly ServiceName[];
  /** How those that run elsewhere are reached. */
  readonly broker?: BrokerAddress;
  readonly transport?: 'direct' | 'loopback';
  readonly settings?: Partial<Settings>;
  /** Instead of lines on standard error. */
  readonly log?: Logger;
  /** How often the sandbox that this process watches was started again. */
  readonly sandboxRestarts?: () => number;
  /** False where several processes run on one installation; true unless told. */
  readonly soleOwner?: boolean;
}

export interface OpenServices {
  readonly kontor: Kontor;
  /** Where the gateway listens; undefined where it does not run here. */
  readonly port: number | undefined;
  /** Where `/metrics` and `/health` are; undefined unless KONTOR_OPERATIONS_PORT is set. */
  readonly operationsPort: number | undefined;
  /** Drains requests and calls, lets stories come to rest, closes connections. */
  close(): Promise<void>;
}

/** Opens services on databases that are up to date, and serves: calls, and requests at the gateway. */
export async function openServices(options: OpenServicesOptions): Promise<OpenServices> {
  const { composition, environment, services, broker, transport } = options;
  const read = readSettings(environment, {
    secrets: options.secrets,
    publicUrl: `http://localhost:${options.port}`,
  });
  const settings = {
    ...read,
    ...(await loadFrontEnds({ ...read, ...options.settings }, composition)),
    ...(composition.demoPicture ? { demoPicture: composition.demoPicture } : {}),
    ...options.settings,
  };
  const external = connectExternalSystems({
    ...options.external,
    timeoutMs: timeToWait(settings, options.external.timeoutMs ?? providerTimeMs),
  });
  const watched = await watchProcess(environment, settings.operations);
  if (options.sandboxRestarts) watched.telemetry?.sandboxRestarts(options.sandboxRestarts);
  const kontor = new Kontor({
    composition,
    addressOf: options.addressOf,
    external,
    settings,
    log: options.log ?? openLogger(settings.logLevel),
    telemetry: watched.telemetry,
    soleOwner: options.soleOwner ?? true,
    ...(transport ? { transport } : {}),
    ...(services ? { services } : {}),
    ...(broker ? { broker } : {}),
  });
  try {
    await kontor.open();
    const http = kontor.runs('api-gateway') ? kontor.opened('api-gateway').http : undefined;
    const listening = await http?.listen({ host: options.host, port: options.port });
    watched.ready = true;
    const close = async () => {
      watched.ready = false;
      await http?.drain();
      await kontor.close();
      await external.close();
      await watched.close();
    };
    return { kontor, port: listening?.port, operationsPort: watched.operationsPort, close };
  } catch (error) {
    await kontor.close();
    await external.close();
    await watched.close();
    throw error;
  }
}

/** The front-ends that the gateway serves, where it runs here. */
async function loadFrontEnds(
  { storefront, admin, logLevel }: Pick<Settings, 'storefront' | 'admin' | 'logLevel'>,
  { services }: Composition,
): Promise<Pick<Settings, 'servePages' | 'serveAdmin'>> {
  if (!services.some(({ name }) => name === 'api-gateway')) return {};
  const serveAdmin = admin === 'off' ? undefined : await loadAdmin();
  if (admin !== 'off' && !serveAdmin) {
    openLogger(logLevel).warn('the admin is left out: its packages are not installed (npm ci)');
  }
  return {
    ...(storefront === 'off' ? {} : { servePages: await loadStorefront() }),
    ...(serveAdmin ? { serveAdmin } : {}),
  };
}

export interface OpenShopOptions extends Pick<
  OpenServicesOptions,
  'composition' | 'environment' | 'host' | 'port' | 'transport' | 'settings' | 'soleOwner' | 'log'
> {
  readonly installation: Installation;
  readonly sandbox: SandboxAddress & { readonly restarts?: number };
  /** Of the external systems; all of `external/providers.ts` unless told. */
  readonly providers?: readonly Provider[];
}

export interface OpenShop extends OpenServices {
  readonly port: number;
}

/** The whole shop in this process, on one cluster and with the sandbox around it. */
export async function openShop(options: OpenShopOptions): Promise<OpenShop> {
  const { installation, sandbox, providers, ...others } = options;
  const shop = await openServices({
    ...others,
    addressOf: (service) => addressOf(installation, service),
    secrets: Secrets.of(installation.secret),
    external: readExternalSettings(others.environment, { sandbox, providers }),
    ...(sandbox.restarts === undefined ? {} : { sandboxRestarts: () => sandbox.restarts ?? 0 }),
  });
  return { ...shop, port: shop.port! };
}
