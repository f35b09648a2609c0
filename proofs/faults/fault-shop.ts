import type { JetStreamManager } from '@nats-io/jetstream';
import type { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import type { Installation } from '#platform/provision/installation.ts';
import type { Journal } from '#journeys/people/journal.ts';
import type { AuditReport } from '#audit/audit.ts';
import type { Shopper } from '#journeys/people/shopper.ts';
import type { Staff } from '#journeys/people/staff.ts';
import type { Version } from '#journeys/two-versions/versions.ts';
import type { FaultMode } from './scenario.ts';
import type { SmallDisk } from './injections/small-disk.ts';
import type { Certificates } from './injections/certificates.ts';
import type { TcpProxy } from './injections/tcp-proxy.ts';

export interface Ending {
  /** From the signal to the end of the process. */
  readonly ms: number;
  /** Undefined when the signal ended it. */
  readonly exitCode: number | undefined;
}

/** A PostgreSQL that a scenario may break; only where it asked for one of its own. */
export interface BreakablePostgres {
  /** As `pg_ctl stop -m immediate`: no checkpoint, the next start replays the log. */
  killNow(): Promise<void>;
  restart(): Promise<void>;
  /** Its files are below `postgres/data`. */
  readonly dataFolder: string;
}

/** kill -9, and a start on the same port and files. */
export interface BreakableBroker {
  kill(): Promise<void>;
  start(): Promise<void>;
  /** What is on its disk now. */
  copyStore(): Promise<void>;
  /** The power goes: what came after the copy never reached the disk. It stays away until a start. */
  losePower(): Promise<void>;
  /** As whoever looks after its streams. */
  operate<T>(act: (manager: JetStreamManager) => Promise<T>): Promise<T>;
}

/**
 * A shop whose processes, network and database a scenario can break. Processes have names:
 * embedded `shop` (and `shop-2`, …), split the services' names (and `order-2`, …).
 */
export interface FaultShop {
  readonly mode: FaultMode;
  /** Of the (first) gateway. */
  readonly url: string;
  readonly staff: Staff;
  readonly journal: Journal;
  readonly book: SandboxBook;
  /** Databases as their superuser reaches them, past the proxy. */
  readonly installation: Installation;
  readonly processes: readonly string[];
  /** Processes that ended by a fault of their own, once for each time. */
  readonly crashes: readonly string[];
  /** Between the shop and what it needs. `nats` is there in split mode. */
  readonly proxies: {
    readonly postgres: TcpProxy;
    readonly sandbox: TcpProxy;
    readonly nats?: TcpProxy;
  };
  /** Between the processes of a split shop. */
  readonly broker: BreakableBroker | undefined;
  /** @throws when the scenario did not ask for a PostgreSQL of its own */
  readonly postgres: BreakablePostgres;
  /** @throws when the scenario did not ask for a small disk */
  readonly disk: SmallDisk;
  /** @throws when the scenario did not ask for TLS */
  readonly certificates: Certificates;
  /** Of the sandbox's process that runs now. */
  readonly sandboxPid: number;

  guest(): Promise<Shopper>;
  /** A gateway by the name of its process. */
  urlOf(name: string): string;
  /** kill -9, of all processes unless one is named. */
  kill(name?: string): Promise<void>;
  /** Starts what does not run and waits until it serves; `environment` is for this once. */
  start(name?: string, environment?: Readonly<Record<string, string>>): Promise<void>;
  /** Starts what does not run, waits until some of it has ended by itself, as it should, and ends the rest. */
  startRefused(): Promise<readonly string[]>;
  /** SIGSTOP and SIGCONT. */
  pause(name: string): void;
  resume(name: string): void;
  /** Whether a process stands still, by `pause` or by a failpoint (`=stop`). */
  isStopped(name: string): Promise<boolean>;
  /** The process is of this version from its next start on, if the shop began with an earlier one. */
  renew(name: string): void;
  /** The process is of this release from its next start on, where the scenario asked for two. */
  become(name: string, version: Version): void;
  /** What a process has read of the other release since it started. */
  crossed(name: string): Promise<Readonly<Record<string, number>>>;
  /** SIGTERM; resolves when the process is gone. */
  terminate(name: string): Promise<Ending>;
  /** Switches failpoints on, as `KONTOR_FAILPOINTS` does. In all processes unless one is named. */
  arm(failpoints: string, name?: string): Promise<void>;
  /** Failpoints reached since they were armed with `record`. */
  reached(name?: string): Promise<string[]>;
  /** True when the process ended within the time, e.g. by a failpoint. */
  died(timeoutMs: number, name?: string): Promise<boolean>;
  /**
   * Moves the clock of processes, of databases, or of both, to so many milliseconds from the
   * machine's own; of the named processes alone where some are named. Started again, a process has
   * the moved clock too.
   */
  setClock(
    offset: { readonly processMs?: number; readonly databaseMs?: number },
    names?: readonly string[],
  ): Promise<void>;
  /** Waits until nothing is under way, starting what does not run, and asks the oracle. */
  auditAtRest(limitMs?: number): Promise<AuditReport>;
  close(): Promise<void>;
}
