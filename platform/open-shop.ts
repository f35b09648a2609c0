import { connectExternalSystems } from '#external/external-systems.ts';
import { Kontor } from './kontor.ts';
import type { Composition } from './composition.ts';
import { addressOf, type Installation } from './provision.ts';
import { readSettings } from './read-settings.ts';
import { openLogger } from './telemetry/log.ts';
import type { Settings } from './settings.ts';

export interface OpenShopOptions {
  readonly composition: Composition;
  readonly installation: Installation;
  readonly sandbox: { readonly httpUrl: string; readonly smtpPort: number };
  readonly environment: NodeJS.ProcessEnv;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly carrier?: 'direct' | 'loopback';
  readonly settings?: Partial<Settings>;
  /** False where several processes run on one installation; true unless told. */
  readonly soleOwner?: boolean;
}

export interface OpenShop {
  readonly kontor: Kontor;
  readonly port: number;
  /** Drains requests, lets stories come to rest, closes connections. */
  close(): Promise<void>;
}

/** Opens gateway and services on databases that are up to date, and serves. */
export async function openShop(options: OpenShopOptions): Promise<OpenShop> {
  const { composition, installation, environment } = options;
  const external = connectExternalSystems({ sandbox: options.sandbox });
  const settings = {
    ...readSettings(environment, {
      secret: installation.secret,
      publicUrl: `http://localhost:${options.port}`,
      webhookSecrets: external.webhookSecrets,
    }),
    ...(composition.demoPicture ? { demoPicture: composition.demoPicture } : {}),
    ...options.settings,
  };
  const kontor = new Kontor({
    composition,
    addressOf: (service) => addressOf(installation, service),
    external,
    settings,
    log: openLogger(settings.logLevel),
    soleOwner: options.soleOwner ?? true,
    ...(options.carrier ? { carrier: options.carrier } : {}),
  });
  try {
    await kontor.open();
    const { http } = kontor.opened('api-gateway');
    if (!http) throw new Error('the gateway opened without a server');
    const { port } = await http.listen({ host: options.host, port: options.port });
    const close = async () => {
      await http.drain();
      await kontor.close();
      await external.close();
    };
    return { kontor, port, close };
  } catch (error) {
    await kontor.close();
    await external.close();
    throw error;
  }
}
