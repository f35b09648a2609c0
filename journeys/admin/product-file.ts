import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Given {
  readonly shop: () => JourneyShop;
  readonly openAs: (
    who: 'buyer' | 'reader',
    path: string,
  ) => Promise<{ readonly page: Page; readonly complaints: readonly string[] }>;
}

/** Products by file, in the shop of other pages of products. */
export function productFileTests({ shop, openAs }: Given): void {
  const head = 'Handle,Title,Status,Variant SKU,Variant Price,Variant Inventory Qty';
  const file = {
    name: 'zebras.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        head,
        'grevy,Grevy zebra,active,GREVY-1,7.50,4',
        'quagga,Quagga,active,QUAGGA-1,cheap,1',
        '',
      ].join('\n'),
    ),
  };

  test('is looked through before anything is written, brought in, and its refused rows come back', async () => {
    const { page, complaints } = await openAs('buyer', '/products');
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    await page.getByLabel('Count the quantities').check();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('This is what importing it would do.').waitFor({ timeout: 180_000 });
    await page.getByRole('cell', { name: 'Variant Price' }).first().waitFor();
    const there = await shop().staff.get<{ items: unknown[] }>('/v1/admin/products?query=grevy');
    expect(there.body.items).toEqual([]);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('The file is in.').waitFor({ timeout: 180_000 });
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download refused rows' }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe('zebras-refused.csv');
    let refused = '';
    for await (const chunk of await download.createReadStream()) refused += String(chunk);
    expect(refused.split('\r\n')[0]).toBe(`${head},Import message`);
    const mended = { ...file, buffer: Buffer.from(refused.replace('cheap', '8.00')) };
    await page.getByRole('link', { name: 'Import products' }).click();
    await page.locator('input[type=file]').setInputFiles(mended);
    await page.getByRole('button', { name: 'Import', exact: true }).click({ timeout: 180_000 });
    await page.getByText('The file is in.').waitFor({ timeout: 180_000 });
    const brought = await shop().staff.get<{ items: { sku: string; available: number }[] }>(
      '/v1/admin/products?sku=GREVY-1',
    );
    expect(brought.status, brought.text).toBe(200);
    expect(brought.body.items).toHaveLength(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
}
