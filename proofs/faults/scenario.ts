import type { Settings } from '#platform/ground/settings.ts';
import type { PostgresSettings } from '#platform/embedded-postgres/settings.ts';
import type { Version } from '#journeys/two-versions/versions.ts';
import type { FaultShop } from './fault-shop.ts';
import type { Seeded } from './injections/seeded.ts';

export type FaultMode = 'embedded' | 'split';
export type FaultSize = 'quick' | 'full';

/** The shop that a scenario asks for. */
export interface ShopNeeds {
  /**
   * A PostgreSQL of its own, which writes as a shop's does: for those that kill it. With settings
   * over the shop's own.
   */
  readonly ownPostgres?: boolean | PostgresSettings;
  /** Databases and sandbox on a disk of their own with so much room; with `ownPostgres` alone. */
  readonly smallDiskMb?: number;
  readonly settings?: Partial<
    Pick<
      Settings,
      | 'reservationSeconds'
      | 'challengeSeconds'
      | 'cleansEverySeconds'
      | 'testClock'
      | 'poolWaitMs'
      | 'patience'
    >
  >;
  readonly environment?: Readonly<Record<string, string>>;
  /** The sandbox is reached by TLS, with a certificate that a scenario lets run out. */
  readonly tls?: boolean;
  /** How many processes of the whole platform (embedded) or of each service (split); 1 unless told. */
  readonly replicas?: number;
  /** Of which release of two the first, second … process of each service begins. */
  readonly releases?: readonly Version[];
  /** The folder of an earlier version, with its packages, that processes start with; this one unless told. */
  readonly oldVersion?: string | undefined;
}

export interface ScenarioContext {
  readonly mode: FaultMode;
  readonly size: FaultSize;
  readonly seed: number;
  /** All that is left to chance comes from here. */
  readonly random: Seeded;
  readonly shop: FaultShop;
  /** Counts a fact, such as a kill. */
  readonly count: (fact: string, times?: number) => void;
  /** A line for the report, such as a measured time. */
  readonly note: (text: string) => void;
}

/**
 * One scenario of the fault suite. It injects, waits until clients have their answers, and throws
 * where a client was told what it must not be told. The runner asks the oracle afterwards.
 */
export interface FaultScenario {
  readonly id: `F${number}`;
  readonly title: string;
  readonly modes: readonly FaultMode[];
  /** Part of `npm test`, with small numbers. */
  readonly quick?: boolean;
  /** It compares how long things take, and has the machine to itself. */
  readonly alone?: boolean;
  readonly needs?: ShopNeeds;
  /** Facts that must have been counted: a fault that was not injected proves nothing. */
  readonly mustHappen: readonly [string, ...string[]];
  run(context: ScenarioContext): Promise<void>;
}
