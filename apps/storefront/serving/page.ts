import type { VNode } from 'preact';
import type { Visit } from '../../../services/api-gateway/api-gateway/desk/desk.ts';
import type { PageSession } from '../../../services/api-gateway/api-gateway/browser-sessions/page-session.ts';
import type { z } from 'zod';
import type { cardForm } from '#contracts/payment/card-form.ts';
import type { Addresses } from './addresses.ts';
import type { Shop } from './shop.ts';
import type { Formats } from '../words/formats.ts';
import type { Words } from '../words/words.ts';

/** What a page is made of: who asks for it, where and in which language. */
export interface PageRequest {
  readonly shop: Shop;
  /** One of the channel's. */
  readonly locale: string;
  readonly words: Words;
  readonly formats: Formats;
  readonly at: Addresses;
  /** Of the path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Where the browser is that asks, for addresses that lead it back: its cookie is kept there alone. */
  readonly origin: string;
  /** The path without its language, as in `/products/mug`. */
  readonly path: string;
  /** Asks an operation of the public API by its operationId; what refuses a page throws `PageRefused`. */
  readonly ask: <Value>(...asked: Parameters<Visit['ask']>) => Promise<Value>;
  /** The same, where a page has something to say to what is refused. */
  readonly attempt: Visit['ask'];
  /** Of whoever looks: nobody in particular, a guest or a customer. */
  readonly session: PageSession;
  /** What was sent, where it is a form's. */
  readonly form: URLSearchParams;
  /** How much lies in the cart, where whoever looks has one. */
  readonly cartUnits: number;
  /** What is on their wish list. */
  readonly wished: Wished;
}

export interface Wished {
  readonly skus: ReadonlySet<string>;
  readonly productIds: ReadonlySet<string>;
}

export interface Page {
  /** Of HTTP; 200 unless told. */
  readonly status?: number;
  /** Without the shop's name. */
  readonly title: string;
  readonly description?: string;
  /** Of its own look, as `product`; for the style alone. */
  readonly kind: string;
  /** The path that search engines are to know it by, without its language; none is not to be found there. */
  readonly canonical?: string;
  /** Things of schema.org that it tells of. */
  readonly linkedData?: readonly object[];
  /** A picture for whoever shares it. */
  readonly picture?: string;
  /** The category that it lies in, root first: marks the department above. */
  readonly department?: string;
  /** Where browsers go on to by themselves at once, or after a while to this page again. */
  readonly refreshTo?: string;
  readonly refreshAfterSeconds?: number;
  /** The payment provider's form that it shows in a frame: what it alone lets in from elsewhere. */
  readonly cardForm?: z.output<typeof cardForm>;
  /** Its address opens something for whoever has it: no browser hands it on, no search engine keeps it. */
  readonly isByLink?: true;
  /** Where it is in another language, if that does not stand at the beginning of its path. */
  readonly addressIn?: (locale: string) => string;
  readonly body: VNode;
}

/** Elsewhere: for good where a thing was renamed, else after a form was sent. */
export interface Redirect {
  readonly status: 301 | 303;
  readonly location: string;
}

export type MakePage = (request: PageRequest) => Promise<Page | Redirect>;

/** Takes a form that its door found to be the shop's own. */
export type TakeForm = MakePage;
