import type { FastifyInstance } from 'fastify';
import { addressLines } from '#kernel/postal-address/address-lines.ts';
import type { Carrier, LabelRecord } from './carrier.ts';

/** A label of 4 × 6 inches that a printer would take. */
export function registerLabelRoutes(app: FastifyInstance, carrier: Carrier): void {
  app.get<{ Params: { file: string } }>('/sandbox/labels/:file', async (request, reply) => {
    const label = carrier.labels.get(request.params.file.replace(/\.pdf$/, ''));
    if (label === undefined) return reply.code(404).send({ error: 'No such label.' });
    return reply.header('content-type', 'application/pdf').send(await render(label));
  });
}

async function render(label: LabelRecord): Promise<Buffer> {
  const { default: Document } = await import('pdfkit');
  const document = new Document({ size: [288, 432], margin: 24 });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve) => document.on('end', resolve));
  const { shipTo } = label;
  document.fontSize(10).text('SANDBOX POST, not for shipping').moveDown();
  document.fontSize(16);
  for (const line of linesOf(shipTo)) document.text(line);
  document.moveDown().fontSize(12).text(label.serviceCode).text(`${label.weightGrams} g`);
  document.moveDown().fontSize(18).text(label.trackingNumber);
  if (label.voided) document.moveDown().text('VOID');
  document.end();
  await done;
  return Buffer.concat(chunks);
}

function linesOf(shipTo: LabelRecord['shipTo']): string[] {
  const { address_line2, state_province } = shipTo;
  const address = {
    name: shipTo.name ?? '',
    company: shipTo.company_name ?? undefined,
    street: shipTo.address_line1,
    street2: address_line2 ?? undefined,
    city: shipTo.city_locality,
    regionCode: state_province,
    postalCode: shipTo.postal_code.replace(/^-$/, ''),
    countryCode: shipTo.country_code,
  };
  return addressLines(address, 'en');
}
