import type { ClusterAddress } from '#platform/provision.ts';

export interface ChildSettings {
  readonly installation: { readonly cluster: ClusterAddress; readonly prefix: string };
  /** base64 */
  readonly secret: string;
  readonly sandbox: { readonly httpUrl: string; readonly smtpPort: number };
  readonly port: number;
}

export type ChildOrder =
  | { readonly kind: 'arm'; readonly setting: string }
  | { readonly kind: 'forget' }
  | { readonly kind: 'look' };

export type ChildReport =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      readonly of: ChildOrder['kind'];
      readonly reached: string[];
      readonly resting: boolean;
    };
