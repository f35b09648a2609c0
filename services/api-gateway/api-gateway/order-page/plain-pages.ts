import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageHeaders, pageText, type Page, type ShopLine } from './page.ts';
import { directionOf } from './wording.ts';

/** A page that mails lead to, before it stands in any shop's frame. */
export interface PlainPage {
  /** Of HTTP. */
  readonly status: number;
  /** In which its words are. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
  /** HTML; foreign text in it is escaped. */
  readonly body: string;
  /** The path at which it is found again; with `?language=de` it is found in that language. */
  readonly address: string;
}

/** Sends a page in the shop's look. */
export type FramePlainPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  page: PlainPage,
) => Promise<FastifyReply>;

interface Sending extends Page {
  readonly status: number;
  readonly shop: ShopLine;
  readonly address: string;
}

/**
 * How pages leave that work by themselves: in the look of the front-end that the gateway serves, or in
 * a small one of their own where it serves none.
 */
export class PlainPages {
  private frame: FramePlainPage | undefined;

  frameBy(frame: FramePlainPage): void {
    this.frame = frame;
  }

  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    { status, shop, address, ...page }: Sending,
  ): Promise<FastifyReply> {
    if (this.frame) {
      const { language, title } = page;
      const direction = directionOf(language);
      const plain = { status, language, direction, title, body: page.body.text, address };
      return this.frame(request, reply, plain);
    }
    return reply
      .code(status)
      .headers({ ...pageHeaders })
      .send(pageText(page, shop));
  }
}
