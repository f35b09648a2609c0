import { randomUUID } from 'node:crypto';
import { expectStatus } from '#journeys/people/api-client.ts';
import { persist } from './persist.ts';
import type { ScenarioContext } from '../scenario.ts';
import type { Seeded } from '../injections/seeded.ts';

export interface StockItem {
  sku: string;
  locationId: string;
  onHand: number;
  reserved: number;
  received: number;
  departed: number;
}

interface Place {
  readonly code: string;
  readonly locationId: string;
}

/** Staff at several locations, who receive, count and rearrange the same SKUs while they are sold. */
export class BusyWarehouse {
  /** Units of acknowledged receipts by SKU. */
  readonly received = new Map<string, number>();
  private readonly context: ScenarioContext;
  private readonly skus: readonly string[];
  private readonly places: readonly Place[];

  private constructor(context: ScenarioContext, skus: readonly string[], places: readonly Place[]) {
    this.context = context;
    this.skus = skus;
    this.places = places;
  }

  /** Each SKU has so many units at each of the locations, of which one was there before. */
  static async open(
    context: ScenarioContext,
    { skus, units, locations }: { skus: readonly string[]; units: number; locations: number },
  ): Promise<BusyWarehouse> {
    const { staff } = context.shop;
    for (let number = 2; number <= locations; number += 1)
      expectStatus(await staff.put(`/v1/admin/stock/locations/hall-${number}`, halls(number)), 200);
    const path = '/v1/admin/stock/locations';
    const reply = await staff.get<{ items: Place[] }>(path);
    const warehouse = new BusyWarehouse(context, skus, expectStatus(reply, 200).items);
    const lines = skus.flatMap((sku) =>
      warehouse.places.map(({ locationId }) => ({ sku, locationId, quantity: units })),
    );
    const count = { countId: randomUUID(), reason: 'before the rush', lines };
    expectStatus(await staff.post('/v1/admin/stock/counts', count), 200);
    return warehouse;
  }

  /** What one of them does next. What gets no answer is done again under its id. */
  async work(random: Seeded): Promise<void> {
    const turn = random.below(4);
    if (turn === 0) return this.receive(random);
    if (turn === 1) return this.countAgain(random);
    if (turn === 2) return this.rearrange(random);
    return this.setPolicy(random);
  }

  async items(): Promise<StockItem[]> {
    const { staff } = this.context.shop;
    const pages = this.skus.map(async (sku) => {
      const path = `/v1/admin/stock?sku=${encodeURIComponent(sku)}`;
      return expectStatus(await staff.get<{ items: StockItem[] }>(path), 200).items;
    });
    return (await Promise.all(pages)).flat();
  }

  /** Two SKUs at two locations, in either order. */
  private linesOf(random: Seeded): { sku: string; locationId: string }[] {
    const places = random.shuffled(this.places);
    return random
      .shuffled(this.skus)
      .slice(0, 2)
      .map((sku, index) => ({ sku, locationId: places[index]!.locationId }));
  }

  private async receive(random: Seeded): Promise<void> {
    const lines = this.linesOf(random).map((line) => ({ ...line, quantity: 1 + random.below(2) }));
    const receipt = { receiptId: randomUUID(), reason: 'came in', lines };
    await this.send(random, (staff) => staff.post('/v1/admin/stock/receipts', receipt));
    for (const { sku, quantity } of lines)
      this.received.set(sku, (this.received.get(sku) ?? 0) + quantity);
    this.context.count('receipts');
  }

  /** What was on the shelf when it was looked at: units that came or left since are corrected. */
  private async countAgain(random: Seeded): Promise<void> {
    const lines = this.linesOf(random);
    const seen = await this.items().catch(() => []);
    const counted = lines.flatMap((line) => {
      const item = seen.find(
        ({ sku, locationId }) => sku === line.sku && locationId === line.locationId,
      );
      return item ? [{ ...line, quantity: item.onHand }] : [];
    });
    if (counted.length === 0) return;
    const count = { countId: randomUUID(), reason: 'counted again', lines: counted };
    await this.send(random, (staff) => staff.post('/v1/admin/stock/counts', count));
    this.context.count('counts');
  }

  /** All stock of a location is told anew; whom it serves in truth stays as it is. */
  private async rearrange(random: Seeded): Promise<void> {
    const number = 2 + random.below(this.places.length - 1);
    const channels = random.chance(0.5) ? ['*'] : ['*', 'default'];
    const body = { ...halls(number), channels };
    await this.send(random, (staff) => staff.put(`/v1/admin/stock/locations/hall-${number}`, body));
    this.context.count('changes of a location');
  }

  private async setPolicy(random: Seeded): Promise<void> {
    const [line] = this.linesOf(random);
    const body = { ...line, safetyStock: 0, lowStockThreshold: random.below(3) };
    await this.send(random, (staff) => staff.patch('/v1/admin/stock/policy', body));
    this.context.count('changes of a policy');
  }

  private async send(
    random: Seeded,
    request: (staff: ScenarioContext['shop']['staff']) => ReturnType<typeof persist<unknown>>,
  ): Promise<void> {
    const { staff } = this.context.shop;
    expectStatus(await persist(() => request(staff), random), 200);
  }
}

function halls(number: number) {
  const name = `Hall ${number}`;
  const street = `Hallenweg ${number}`;
  const address = { name, street, postalCode: '20457', city: 'Hamburg', countryCode: 'DE' };
  return { name, channels: ['*'], priority: 100 + number, address, active: true };
}
