import type { SandboxAddress } from '#external/exchange/sandbox-keys.ts';
import type { Installation } from '#platform/provision/installation.ts';
import type { Settings } from '#platform/ground/settings.ts';
import type { SeenEdge } from '#platform/telemetry/edge-recorder.ts';
import type { ServiceName } from '#platform/topology.ts';
import type { Version } from '../two-versions/versions.ts';

export interface ChildSettings {
  readonly installation: Omit<Installation, 'secret'>;
  /** base64 */
  readonly secret: string;
  readonly sandbox: SandboxAddress;
  readonly port: number;
  readonly settings?: Partial<Settings>;
  readonly environment?: Readonly<Record<string, string>>;
  /** False where several run on one installation. */
  readonly soleOwner?: boolean;
  /** Of a split shop, what runs in this process; the whole shop unless told. */
  readonly services?: readonly ServiceName[];
  /** From the machine's clock. */
  readonly clockOffsetMs?: number;
  /** One of two releases made of these contracts, where both run side by side. */
  readonly version?: Version;
}

export type ChildOrder =
  | { readonly kind: 'arm'; readonly setting: string }
  | { readonly kind: 'forget' }
  | { readonly kind: 'clock'; readonly offsetMs: number }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'look' };

export type ChildReport =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      /** Of the order. */
      readonly id: number;
      readonly reached: string[];
      /** Failpoints at which something is held now. */
      readonly held?: readonly string[];
      readonly resting: boolean;
      readonly edges: SeenEdge[];
      /** What it read that the other release wrote (`journeys/two-versions/crossings.ts`). */
      readonly crossed?: Readonly<Record<string, number>>;
    };
