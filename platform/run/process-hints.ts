import type { ServiceDeclaration } from '../calls/service.ts';
import type { Database } from '../data/database.ts';
import { HintListeners } from '../hints/hint-listeners.ts';
import { HintTeller } from '../hints/hint-teller.ts';
import { hearHints, hearWanted, publishHints, wantHints } from '../nats/carry-hints.ts';
import type { ServiceConnection } from '../nats/connect-service.ts';
import type { Logger } from '../telemetry/log.ts';
import type { ServiceName } from '../topology.ts';

/** The hints of one process: what its services tell, and who listens in its gateway. */
export class ProcessHints {
  readonly heard: HintListeners;
  private readonly tellers = new Map<ServiceName, HintTeller>();
  private readonly connections: ReadonlyMap<ServiceName, ServiceConnection>;

  /** `connections`: of the services that run here, where a broker carries. */
  constructor(connections: ReadonlyMap<ServiceName, ServiceConnection>) {
    this.connections = connections;
    this.heard = new HintListeners(() => this.want());
  }

  open(
    { name, hints }: Pick<ServiceDeclaration, 'name' | 'hints'>,
    database: Database | undefined,
    log: Logger,
  ): void {
    const connection = this.connections.get(name);
    if (name === 'api-gateway' && connection) hearHints(connection, this.heard.hear);
    if (!database || !hints) return;
    const tell = connection ? publishHints(connection) : this.heard.hear;
    const teller = new HintTeller(database, hints, tell, log);
    this.tellers.set(name, teller);
    if (connection) hearWanted(connection, teller);
  }

  committed(service: ServiceName): void {
    this.tellers.get(service)?.committed();
  }

  async stop(): Promise<void> {
    this.heard.stop();
    await Promise.all([...this.tellers.values()].map((teller) => teller.stop()));
  }

  private want(): void {
    const gateway = this.connections.get('api-gateway');
    if (gateway) wantHints(gateway);
    else for (const teller of this.tellers.values()) teller.wanted();
  }
}
