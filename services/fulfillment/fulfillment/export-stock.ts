import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { exportedPart } from '#platform/exports/export-part.ts';

type Item = OutputOf<'inventory-sync', 'listStock'>['items'][number];

const headings = [
  'SKU',
  'Location',
  'On hand',
  'Reserved',
  'Available',
  'Backordered',
  'Low stock threshold',
  'Safety stock',
  'Policy',
];

/** Stock by SKU and location, with the code of each location. */
export function exportStock({
  database,
  call,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'exportStock'> {
  const stock = call['inventory-sync'];
  return async ({ cursor, ...filters }, invocation) => {
    const locations = await stock.listLocations({}, invocation);
    if (!locations.ok) return locations;
    const codes = new Map(locations.value.items.map(({ locationId, code }) => [locationId, code]));
    const exporting = {
      name: 'export_stock',
      subject: 'export of stock',
      filters,
      headings,
      read: (next: string | undefined) =>
        stock.listStock({ ...filters, limit: 100, cursor: next }, invocation),
      cellsOf: (item: Item) => [
        item.sku,
        codes.get(item.locationId) ?? item.locationId,
        item.onHand,
        item.reserved,
        item.available,
        item.backordered,
        item.lowStockThreshold,
        item.safetyStock,
        item.policy,
      ],
    };
    return exportedPart(database, exporting, cursor, invocation);
  };
}
