import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { bodyJson } from '../wire/request-body.ts';
import { nothing } from '../wire/wire-shape.ts';
import type { CarrierBook, Manifest } from './carrier-book.ts';
import { asking, refuse, refuseUnknown, taking, type ById } from './carrier-replies.ts';
import { listManifests, makeManifest } from './carrier-requests.ts';
import type { Carrier } from './carrier.ts';

interface Parts {
  carrier: Carrier;
  kept: CarrierBook;
  baseUrl: () => string;
}

interface Told {
  label_ids?: string[];
}

/** ShipEngine's forms for the driver who fetches many parcels. */
export function registerManifestRoutes(app: FastifyInstance, parts: Parts): void {
  const { carrier, kept, baseUrl } = parts;
  app.post('/v1/manifests', taking('manifest', makeManifest), async (request, reply) => {
    const { label_ids: ids } = bodyJson(request) as Told;
    if (ids === undefined || ids.length === 0) {
      const message = 'The sandbox has no warehouses: tell label_ids.';
      return refuse(reply, 400, 'field_value_required', message);
    }
    const labels = ids.map((id) => carrier.labels.get(id));
    const missing = ids.find((_id, at) => labels[at] === undefined);
    if (missing !== undefined) return refuseUnknown(reply, missing);
    const usable = labels.filter((label) => label !== undefined);
    const wrong = usable.find((label) => label.voided || kept.manifestOf(label.id) !== undefined);
    if (wrong !== undefined) {
      const why = wrong.voided ? 'is void' : 'is on a manifest already';
      return refuse(reply, 400, 'invalid_status', `The label '${wrong.id}' ${why}.`);
    }
    const manifest = wireManifest(kept.makeManifest(usable), baseUrl());
    return {
      ...manifest,
      manifests: [manifest],
      request_id: randomUUID(),
      errors: [],
    };
  });
  app.get<ById>('/v1/manifests', asking('manifest', listManifests), async (request, reply) => {
    const page = Number(request.query['page'] ?? 1);
    const size = Number(request.query['page_size'] ?? 25);
    const all = kept.manifests.newest(10_000).map(({ value }) => value);
    const pages = Math.max(1, Math.ceil(all.length / size));
    const link = (which: number): object => ({
      href: `${baseUrl()}/v1/manifests?page=${which}&page_size=${size}`,
    });
    const found = all.slice((page - 1) * size, page * size);
    return reply.send({
      manifests: found.map((one) => wireManifest(one, baseUrl())),
      total: all.length,
      page,
      pages,
      links: {
        first: link(1),
        last: link(pages),
        prev: page > 1 ? link(page - 1) : {},
        next: page < pages ? link(page + 1) : {},
      },
    });
  });
  app.get<ById>('/v1/manifests/:id', asking('manifest', nothing), async (request, reply) => {
    const found = kept.manifests.get(request.params.id);
    return found ? wireManifest(found, baseUrl()) : refuseUnknown(reply, request.params.id);
  });
}

function wireManifest(manifest: Manifest, baseUrl: string): object {
  return {
    manifest_id: manifest.id,
    form_id: manifest.id,
    created_at: manifest.createdAt,
    ship_date: manifest.shipDate,
    shipments: manifest.labelIds.length,
    label_ids: manifest.labelIds,
    warehouse_id: manifest.id,
    submission_id: manifest.id,
    carrier_id: manifest.carrierId,
    manifest_download: { href: `${baseUrl}/sandbox/labels/${manifest.labelIds[0]}.pdf` },
  };
}
