import type { ImportDoor } from './import-door.ts';
import { ImportRefused } from './import-batch.ts';
import type { FileFit, FileProduct, ProductFileEvent } from './product-file.ts';

const atOnce = 2;
/** Refusals that no other picture would escape. */
const hopeless = new Set([401, 403, 404, 405]);

/**
 * The products of a file with pictures that the shop keeps: it fetches each address once. One that it
 * cannot fetch, or that leads to no picture, stays as the file has it, and is told.
 */
export async function* bringPictures(
  events: AsyncIterable<ProductFileEvent>,
  door: ImportDoor,
): AsyncGenerator<ProductFileEvent> {
  const pictures = new FetchedPictures(door);
  for await (const event of events) {
    if (event.kind === 'product') {
      yield { ...event, product: await withPictures(event.product, pictures) };
    } else yield event;
  }
}

async function withPictures(product: FileProduct, pictures: FetchedPictures): Promise<FileProduct> {
  const named = [
    ...product.media.map(({ url }) => url),
    ...product.variants.flatMap(({ imageUrl }) => imageUrl ?? []),
  ];
  const kept = new Map<string, string>();
  const fitted: FileFit[] = [];
  const left = [...new Set(named)].filter((url) => /^https?:\/\//i.test(url));
  const bring = async () => {
    for (let url = left.shift(); url !== undefined; url = left.shift()) {
      const brought = await pictures.bring(url);
      if (brought !== undefined) kept.set(url, brought);
      else fitted.push({ field: 'media', reason: 'picture_not_fetched', given: url.slice(0, 200) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, bring));
  const own = (url: string) => kept.get(url) ?? url;
  return {
    ...product,
    media: product.media.map((one) => ({ ...one, url: own(one.url) })),
    variants: product.variants.map((variant) => ({
      ...variant,
      imageUrl: variant.imageUrl === null ? null : own(variant.imageUrl),
    })),
    fitted: [...product.fitted, ...fitted],
  };
}

/** A product that is told once more, and products that share a picture, cost no second request. */
class FetchedPictures {
  private readonly door: ImportDoor;
  private readonly fetched = new Map<string, Promise<string | undefined>>();

  constructor(door: ImportDoor) {
    this.door = door;
  }

  /** @throws where the shop stays away, or lets nobody fetch anything */
  bring(url: string): Promise<string | undefined> {
    const before = this.fetched.get(url);
    if (before) return before;
    const asked = this.fetch(url);
    this.fetched.set(url, asked);
    return asked;
  }

  private async fetch(url: string): Promise<string | undefined> {
    const reply = await this.door.fetchPicture(url);
    if (reply.ok) return reply.value.url;
    if (hopeless.has(reply.status)) {
      throw new ImportRefused(`The shop fetches no pictures: ${reply.detail} (${reply.code})`);
    }
    return undefined;
  }
}
