import { randomBytes, randomUUID } from 'node:crypto';
import type { Book, Shelf } from '../book/book.ts';
import type { WireAddress, WireCustoms, WirePackage } from './carrier-requests.ts';
import type { WebhookSender } from '../book/webhooks.ts';

export interface LabelRecord {
  id: string;
  externalShipmentId: string | null;
  serviceCode: string;
  /** Labels of an earlier version have neither carrier nor customs. */
  carrierId?: string;
  customs?: WireCustoms | null;
  products?: NonNullable<WirePackage['products']>;
  trackingNumber: string;
  cost: number;
  currency: string;
  shipTo: WireAddress;
  /** Labels of an earlier version do not say who sent them. */
  shipFrom?: WireAddress;
  weightGrams: number;
  createdAt: string;
  voided: boolean;
  /** Of the way back: the label that it answers. */
  returnOf?: string;
  rmaNumber?: string | null;
  chargeEvent?: string;
  /** How many steps of its route the parcel has made. */
  step: number;
  /** Told instead of the day that its service promises. */
  estimatedDeliveryAt?: string;
  events: { occurredAt: string; code: string; detail: string; description: string }[];
}

interface Step {
  code: string;
  detail: string;
  description: string;
}

const usualRoute: Step[] = [
  { code: 'AC', detail: 'RECEIVED_BY_CARRIER', description: 'Accepted at the counter' },
  { code: 'IT', detail: 'IN_TRANSIT', description: 'On its way between hubs' },
  { code: 'IT', detail: 'OUT_FOR_DELIVERY', description: 'Out for delivery' },
  { code: 'DE', detail: 'DELIVERED', description: 'Delivered' },
];
const failingRoute: Step[] = [
  ...usualRoute.slice(0, 2),
  { code: 'EX', detail: 'PICKUP_FAILED', description: 'Address not found, the parcel waits' },
];

export const services: Record<string, { name: string; days: number; base: number; perKg: number }> =
  {
    sandbox_standard: { name: 'Sandbox Standard', days: 3, base: 4.9, perKg: 0.8 },
    sandbox_express: { name: 'Sandbox Express', days: 1, base: 11.9, perKg: 1.6 },
  };
export const carrierCode = 'sandbox_post';
const defaultStepMs = 30_000;

/** Moves parcels on the clock, one step each `stepMs`; no timer while no parcel is on its way. */
export class Carrier {
  readonly labels: Shelf<LabelRecord>;
  private readonly book: Book;
  private readonly webhooks: WebhookSender;
  private timer: NodeJS.Timeout | undefined;
  private stepMs: number | null = defaultStepMs;

  constructor(book: Book, webhooks: WebhookSender) {
    this.book = book;
    this.labels = book.shelf<LabelRecord>('labels');
    this.webhooks = webhooks;
  }

  /** By label id or external shipment id, of that the newest. */
  find(id: string): LabelRecord | undefined {
    return this.labels.get(id) ?? this.labels.byReference(id).at(-1);
  }

  /** A tracking number is the label's id in other clothes. */
  findByTrackingNumber(number: string): LabelRecord | undefined {
    const match = /^SBX([0-9A-F]{12})$/.exec(number);
    return match === null ? undefined : this.labels.get(`se-${match[1]?.toLowerCase()}`);
  }

  purchase(
    asked: Pick<
      LabelRecord,
      | 'externalShipmentId'
      | 'serviceCode'
      | 'carrierId'
      | 'shipTo'
      | 'shipFrom'
      | 'weightGrams'
      | 'customs'
      | 'products'
      | 'currency'
      | 'returnOf'
      | 'rmaNumber'
      | 'chargeEvent'
    > & { agreedCost?: number },
  ): LabelRecord {
    const digits = randomBytes(6).toString('hex');
    const { agreedCost, ...told } = asked;
    const label: LabelRecord = {
      ...told,
      id: `se-${digits}`,
      trackingNumber: `SBX${digits.toUpperCase()}`,
      cost: agreedCost ?? price(asked.serviceCode, asked.weightGrams),
      createdAt: new Date().toISOString(),
      voided: false,
      step: 0,
      events: [],
    };
    this.labels.insert(label, asked.externalShipmentId, this.dueIn());
    this.wake();
    return label;
  }

  void(label: LabelRecord): boolean {
    if (label.voided) return true;
    if (label.step > 0) return false;
    this.labels.update({ ...label, voided: true }, null);
    return true;
  }

  /** One step now, whatever the clock says. `false` where the parcel is at its end or voided. */
  advance(label: LabelRecord): boolean {
    const route = routeOf(label);
    const step = route[label.step];
    if (label.voided || step === undefined) return false;
    const occurredAt = new Date().toISOString();
    const moved = {
      ...label,
      step: label.step + 1,
      events: [...label.events, { occurredAt, ...step }],
    };
    this.tellTracking(moved, moved.step < route.length ? this.dueIn() : null, step.detail);
    return true;
  }

  /** Another day than was told for a parcel that is on its way. `false` where it is not. */
  expectAt(label: LabelRecord, estimatedDeliveryAt: string): boolean {
    const last = label.events.at(-1);
    if (label.voided || last === undefined || label.step === routeOf(label).length) return false;
    this.tellTracking({ ...label, estimatedDeliveryAt }, this.dueIn(), last.detail);
    return true;
  }

  private tellTracking(label: LabelRecord, dueAtMs: number | null, detail: string): void {
    this.book.write(() => {
      this.labels.update(label, dueAtMs);
      const query = `carrier_code=${carrierCode}&tracking_number=${label.trackingNumber}`;
      this.enqueue(`track.${detail}`, {
        resource_url: `/v1/tracking?${query}`,
        resource_type: 'API_TRACK',
        data: wireTracking(label),
      });
    });
    this.webhooks.wake();
  }

  /** Any event of the platform; its id. */
  report(resourceType: string, data: object = {}): string {
    const path = resourceType.toLowerCase().replace(/^api_/, '');
    const reported = { resource_url: `/v1/${path}`, resource_type: resourceType, data };
    return this.enqueue(path, reported);
  }

  /** `null` stops the clock: parcels then move by `advance` alone. */
  setStepMs(stepMs: number | null): void {
    this.stepMs = stepMs;
    for (const label of this.labels.due(Number.MAX_SAFE_INTEGER, 100_000)) {
      this.labels.update(label, this.dueIn());
    }
    this.wake();
  }

  private enqueue(type: string, body: object): string {
    const id = `trk_${randomUUID().replaceAll('-', '')}`;
    this.webhooks.enqueue({ id, system: 'carrier', type, body: JSON.stringify(body) });
    return id;
  }

  wake(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const nextAtMs = this.stepMs === null ? undefined : this.labels.nextDueAtMs();
    if (nextAtMs === undefined) return;
    this.timer = setTimeout(() => this.move(), Math.max(5, nextAtMs - Date.now()));
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private move(): void {
    for (const label of this.labels.due(Date.now(), 100)) this.advance(label);
    this.wake();
  }

  /** Far off while the clock stands, so that a later start finds the parcel again. */
  private dueIn(): number {
    return this.stepMs === null ? Number.MAX_SAFE_INTEGER - 1 : Date.now() + this.stepMs;
  }
}

export function price(serviceCode: string, weightGrams: number): number {
  const service = services[serviceCode];
  if (service === undefined) return 0;
  return Math.round((service.base + (service.perKg * weightGrams) / 1_000) * 100) / 100;
}

function routeOf(label: LabelRecord): Step[] {
  return /exception/i.test(label.shipTo.address_line1) ? failingRoute : usualRoute;
}

const codeTexts: Record<string, string> = {
  NY: 'Not Yet In System',
  AC: 'Accepted',
  IT: 'In Transit',
  DE: 'Delivered',
  EX: 'Exception',
};

export function wireTracking(label: LabelRecord): object {
  const last = label.events.at(-1);
  const code = last?.code ?? 'NY';
  const days = services[label.serviceCode]?.days ?? 3;
  const estimated =
    label.estimatedDeliveryAt ??
    new Date(Date.parse(label.createdAt) + days * 86_400_000).toISOString();
  return {
    tracking_number: label.trackingNumber,
    status_code: code,
    status_detail_code: last?.detail ?? 'NOT_YET_RECEIVED_BY_CARRIER',
    carrier_code: carrierCode,
    carrier_id: 1,
    tracking_url: `https://post.sandbox.example/${label.trackingNumber}`,
    status_description: codeTexts[code],
    carrier_status_code: code,
    carrier_detail_code: last?.detail ?? 'NOT_YET_RECEIVED_BY_CARRIER',
    carrier_status_description: last?.description ?? 'Label created',
    ship_date: label.createdAt,
    estimated_delivery_date: estimated,
    ...(code === 'DE' ? { actual_delivery_date: last?.occurredAt } : {}),
    ...(code === 'EX' ? { exception_description: last?.description } : {}),
    events: label.events.map((event) => ({
      occurred_at: event.occurredAt,
      carrier_occurred_at: event.occurredAt,
      description: event.description,
      city_locality: label.shipTo.city_locality,
      state_province: label.shipTo.state_province ?? label.shipTo.city_locality,
      postal_code: label.shipTo.postal_code,
      country_code: label.shipTo.country_code,
      status_code: event.code,
      status_detail_code: event.detail,
      status_description: codeTexts[event.code],
      carrier_status_code: event.code,
      carrier_detail_code: event.detail,
      carrier_status_description: event.description,
    })),
  };
}
