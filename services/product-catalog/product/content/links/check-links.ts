import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Editions } from '../../read-model/editions.ts';
import { channelNotFound } from '../../storefront/list-products.ts';
import type { Frames } from '../frames.ts';
import { keyOf, readTargets } from './link-targets.ts';

/** Whether links lead somewhere, as the frame of the shop finds them; addresses of others are not tried. */
export function checkLinks(
  { database }: ServiceContext<'product'>,
  editions: Editions,
  frames: Frames,
): Handler<'product', 'checkLinks'> {
  return async ({ locale, links }, invocation) => {
    const edition = await editions.find({ ...invocation, locale });
    const frame = edition && (await frames.of(edition));
    if (!frame) return channelNotFound;
    const found = await readTargets(database, edition, links);
    for (const { handle, title } of frame.pages)
      found.set(keyOf({ kind: 'page', target: handle }), { name: title, target: handle });
    return ok(
      wholeList(
        links.map((link) => {
          const name = found.get(keyOf(link))?.name ?? null;
          return { link, name, leads: link.kind === 'address' || name !== null };
        }),
      ),
    );
  };
}
