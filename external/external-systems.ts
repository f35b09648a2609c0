import type { SandboxAddress } from './exchange/sandbox-keys.ts';
import { OpenProviders, type OpenProvider } from './open-providers.ts';
import { variablesOf, type Provider } from './provider.ts';
import { providers as everyProvider } from './providers.ts';
import {
  externalSystemNames,
  systemKey,
  type ExternalSystemName,
  type Ports,
  type SystemKey,
} from './systems.ts';

/** What is set for one system. */
export interface SetProviders {
  /** Takes what is new. */
  readonly chosen: string;
  /** By provider, how each is reached. */
  readonly connections: Readonly<Record<string, object>>;
}

/** Every system left out is the sandbox's. `readExternalSettings` reads them from the environment. */
export interface ExternalSystemsSettings {
  /** Where the sandbox answers; needed as long as one system is left out. */
  readonly sandbox?: SandboxAddress | undefined;
  /** What this process does not use: without provider and sandbox any use of it is refused. */
  readonly unused?: readonly ExternalSystemName[] | undefined;
  /** Of providers that name none. 5,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** Those that there are; all of `providers.ts` unless told. */
  readonly providers?: readonly Provider[] | undefined;
  readonly set?: { readonly [S in ExternalSystemName]?: SetProviders } | undefined;
}

export type ExternalSystems = {
  readonly [S in ExternalSystemName as SystemKey<S>]: OpenProviders<Ports[S]>;
} & {
  /** Waits for what is in flight, then closes all connections. */
  close(): Promise<void>;
};

/** How long a provider may take. */
export const providerTimeMs = 5_000;

/** Opens nothing: connections are made by the first call. Throws where the sandbox is needed and missing. */
export function connectExternalSystems(settings: ExternalSystemsSettings): ExternalSystems {
  const systems = externalSystemNames.map((name) => [systemKey(name), openSystem(name, settings)]);
  const all = Object.fromEntries(systems) as Record<SystemKey, OpenProviders<object>>;
  return {
    ...(all as unknown as ExternalSystems),
    async close() {
      await Promise.all(Object.values(all).map((one) => one.close()));
    },
  };
}

function openSystem(
  system: ExternalSystemName,
  { sandbox, unused, set, timeoutMs = providerTimeMs, providers }: ExternalSystemsSettings,
): OpenProviders<object> {
  const known = (providers ?? everyProvider).filter((one) => one.system === system);
  const own = set?.[system];
  const standIn = standsIn(known);
  if (!own && !sandbox && !unused?.includes(system))
    throw new Error('Configure every external system, or give the address of the sandbox.');
  const open = known.flatMap((one): OpenProvider<object>[] => {
    if (needsNoKeys(one)) return [opened(one, {}, timeoutMs, null)];
    const connection = own?.connections[one.id];
    const real = connection ? [opened(one, connection, timeoutMs, null)] : [];
    // What was made in the sandbox stays there, also once a provider takes what is new.
    if (one !== standIn || !sandbox) return real;
    return [
      ...real,
      opened(one, one.sandboxConnection!(sandbox), timeoutMs, { sandbox: sandbox.httpUrl }),
    ];
  });
  const inSandbox = sandbox && standIn && { id: standIn.id, sandbox: true };
  const chosen = own ? { id: own.chosen, sandbox: false } : inSandbox;
  const needs = known.map((one) => ({ ...one, needs: neededBy(one) }));
  return new OpenProviders({ system, open, known: needs, chosen });
}

function opened(
  provider: Provider,
  connection: object,
  timeoutMs: number,
  inPlace: { readonly sandbox: string } | null,
): OpenProvider<object> {
  const { id, hasWebhooks } = provider;
  const onlyFrom = inPlace?.sandbox ?? null;
  const webhook = hasWebhooks
    ? { secrets: provider.webhookSecrets(connection), onlyFrom }
    : undefined;
  const port = provider.open(connection, timeoutMs);
  return { id, sandbox: inPlace !== null, hasKeys: true, needs: [], port, webhook };
}

/** The variables without which it is not set. */
export function neededBy(provider: Provider): string[] {
  const { own, beside } = variablesOf(provider);
  return [...own, ...beside];
}

/** Whose wire the sandbox speaks. */
export function standsIn(providers: readonly Provider[]): Provider | undefined {
  return providers.find(({ sandboxConnection }) => sandboxConnection !== undefined);
}

/** Open wherever its system is, and never asked to take what is new. */
export function needsNoKeys(provider: Provider): boolean {
  const { own, optional } = variablesOf(provider);
  return own.length + optional.length === 0;
}
