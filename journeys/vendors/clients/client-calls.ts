import type { Client as MinFraud } from '@maxmind/minfraud-api-node';
import type { ShipEngine } from 'shipengine';
import type Stripe from 'stripe';
import type { Twilio } from 'twilio';
import type { OpenSandbox } from '#external/sandbox/sandbox-for-tests.ts';

/** The vendors' own clients, each with the keys of one sandbox. */
export interface Clients {
  readonly sandbox: OpenSandbox;
  readonly stripe: Stripe;
  /** The same client with the key of the tax account. */
  readonly stripeTax: Stripe;
  readonly twilio: Twilio;
  readonly shipEngine: ShipEngine;
  readonly minFraud: MinFraud;
}

/** One thing that a shop does with a vendor's client. */
export interface ClientCall {
  /** As it is written with the client, for the list. */
  readonly name: string;
  /** What it shows. */
  readonly shows: string;
  /** Whether it worked at version 6907c59, before the sandbox was widened. */
  readonly before: boolean;
  /** @throws where the client or what it answers is not as the vendor's */
  readonly run: (clients: Clients) => Promise<void>;
}

/** Something that a client has and the sandbox does not. */
export interface MissingCall {
  readonly name: string;
  readonly instead: string;
  /** Refused as the vendor refuses what it does not know. */
  readonly run: (clients: Clients) => Promise<unknown>;
  readonly refusal: object;
}

export interface ClientList {
  readonly vendor: string;
  /** The package and its version. */
  readonly client: string;
  readonly calls: readonly ClientCall[];
  readonly missing: readonly MissingCall[];
}
