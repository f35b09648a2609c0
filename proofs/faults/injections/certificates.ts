import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTlsServer, type TlsServer } from '#journeys/vendors/clients/tls-front.ts';
import type { TcpProxy } from './tcp-proxy.ts';

const host = 'localhost';
const longAgo = '230101000000Z';

/** The certificates of a provider that is reached through a proxy: one that is good and one that ran out. */
export class Certificates {
  /** What processes of the shop are told, so that they believe both but for their dates. */
  readonly environment: Readonly<Record<string, string>>;
  private readonly proxy: TcpProxy;
  private readonly good: TlsServer;
  private readonly old: TlsServer;

  private constructor(proxy: TcpProxy, good: TlsServer, old: TlsServer, file: string) {
    this.proxy = proxy;
    this.good = good;
    this.old = old;
    this.environment = { NODE_EXTRA_CA_CERTS: file };
  }

  /** @param target what both hand on to, in plain */
  static async open(proxy: TcpProxy, target: string, folder: string): Promise<Certificates> {
    const good = await openTlsServer(host, target);
    const old = await openTlsServer(host, target, longAgo);
    const file = join(folder, 'believed.pem');
    await writeFile(file, good.cert + old.cert);
    const certificates = new Certificates(proxy, good, old, file);
    certificates.renew();
    return certificates;
  }

  get url(): string {
    return `https://${host}:${this.proxy.port}`;
  }

  /** Whoever is connected has to connect anew. */
  runOut(): void {
    this.show(this.old);
  }

  renew(): void {
    this.show(this.good);
  }

  async close(): Promise<void> {
    await this.good.close();
    await this.old.close();
  }

  private show({ port }: TlsServer): void {
    this.proxy.aimAt({ host: '127.0.0.1', port });
    this.proxy.cut();
  }
}
