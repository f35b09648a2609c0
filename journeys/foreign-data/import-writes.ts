import { createHash } from 'node:crypto';
import { expectStatus, type ApiClient } from '../people/api-client.ts';
import type { Cells } from '../rights/staff-writes.ts';

const file = Buffer.from('Handle,Title,Variant Price\nbrought,Brought,1.00\n');
const files = '/v1/admin/imports/files';
const bulks = '/v1/admin/bulk/products';
export const begunFile = {
  fileName: 'brought.csv',
  bytes: file.length,
  sha256: createHash('sha256').update(file).digest('hex'),
};

interface BegunImports {
  readonly empty: string;
  readonly toCheck: string;
  readonly toRun: string;
  readonly toStop: string;
}

/** Product files that a channel has begun to import, whole but for one. */
async function beginImports(office: ApiClient, channel: string): Promise<BegunImports> {
  const headers = { Channel: channel };
  const begin = async (isWhole: boolean) => {
    const begun = await office.post<{ importId: string }>(files, begunFile, { headers });
    const { importId } = expectStatus(begun, 201);
    if (isWhole)
      expectStatus(await office.put(`${files}/${importId}/parts/0`, file, { headers }), 200);
    return importId;
  };
  const empty = await begin(false);
  return { empty, toCheck: await begin(true), toRun: await begin(true), toStop: await begin(true) };
}

/** Takes a tag away that the product does not have. */
export const unchangingBulk = (productId: string) => ({
  action: { do: 'change_tags', add: [], remove: ['bulk'] },
  productIds: [productId],
  expected: 1,
});

interface BegunBulks {
  readonly productId: string;
  readonly toStop: string;
  readonly toUndo: string;
}

/** Changes of products that a channel has begun, and that leave everything as it is. */
async function beginBulks(office: ApiClient, { channel, product }: Sold): Promise<BegunBulks> {
  const { productId } = product;
  const begin = async () => {
    const headers = { Channel: channel };
    const asked = unchangingBulk(productId);
    const begun = await office.post<{ bulkId: string }>(bulks, asked, { headers });
    return expectStatus(begun, 201).bulkId;
  };
  return { productId, toStop: await begin(), toUndo: await begin() };
}

/** A change of many is its channel's, and does to none of another anything. */
export function ofBulks(own: BegunBulks, foreign: BegunBulks): Record<string, Cells> {
  const onBulk = (which: 'toStop' | 'toUndo'): Cells => ({
    own: { params: { bulkId: own[which] } },
    foreign: { params: { bulkId: foreign[which] }, channel: 'default' },
    shared: { params: { bulkId: foreign[which] } },
  });
  const bulk = unchangingBulk(own.productId);
  const listing = { ...bulk, action: { do: 'list', channel: 'default' } };
  return {
    adminCreateProductBulk: {
      own: { body: bulk },
      foreign: { body: unchangingBulk(foreign.productId), channel: 'default' },
      mixed: { body: listing },
    },
    adminStopProductBulk: onBulk('toStop'),
    adminUndoProductBulk: onBulk('toUndo'),
  };
}

/** An import is its channel's. */
export function ofImports(own: BegunImports, foreign: BegunImports): Record<string, Cells> {
  const onImport = (which: keyof BegunImports): Cells => ({
    own: { params: { importId: own[which] } },
    foreign: { params: { importId: foreign[which] }, channel: 'default' },
    shared: { params: { importId: foreign[which] } },
  });
  const part = (importId: string) => ({ params: { importId, offset: '0' }, body: file });
  return {
    adminCreateProductImport: {
      own: { body: begunFile },
      foreign: { body: begunFile, channel: 'default' },
    },
    adminPutProductImportPart: {
      own: part(own.empty),
      foreign: { ...part(foreign.empty), channel: 'default' },
      shared: part(foreign.empty),
    },
    adminCheckProductImport: onImport('toCheck'),
    adminRunProductImport: onImport('toRun'),
    adminStopProductImport: onImport('toStop'),
  };
}

export interface BegunInBoth {
  readonly imports: { readonly own: BegunImports; readonly foreign: BegunImports };
  readonly bulks: { readonly own: BegunBulks; readonly foreign: BegunBulks };
}

/** A product of a channel. */
interface Sold {
  readonly channel: string;
  readonly product: { readonly productId: string };
}

/** In `west` and in `default`. */
export async function beginInBoth(
  office: ApiClient,
  own: Sold,
  foreign: Sold,
): Promise<BegunInBoth> {
  return {
    imports: {
      own: await beginImports(office, 'west'),
      foreign: await beginImports(office, 'default'),
    },
    bulks: { own: await beginBulks(office, own), foreign: await beginBulks(office, foreign) },
  };
}
