import { randomUUID } from 'node:crypto';
import { parseJson } from '../../exchange/exchange.ts';
import type { Dialect, Refusal } from '../wire/described-requests.ts';
import type { WireFault } from '../wire/wire-faults.ts';

export function shipEngineError(statusCode: number, code: string, message: string): Refusal {
  const error = {
    error_source: 'shipengine',
    error_type: code === 'unauthorized' ? 'security' : 'validation',
    error_code: code,
    message,
  };
  return { statusCode, body: JSON.stringify({ request_id: randomUUID(), errors: [error] }) };
}

const codes: { readonly [K in WireFault['kind']]?: string } = {
  missing: 'field_value_required',
  empty: 'field_value_required',
  too_long: 'invalid_string_length',
};

/** What ShipEngine does not know is refused as well: a field in the wrong place does nothing there. */
export const shipEngineDialect: Dialect = {
  encoding: 'json',
  read(text, contentType) {
    const value = /^application\/json\b/.test(contentType) ? parseJson(text) : undefined;
    if (typeof value === 'object' && value !== null) return { value };
    return shipEngineError(400, 'request_body_required', 'The body of the request must be JSON.');
  },
  refuse({ kind, path }) {
    const message = `${path.join('.') || 'body'}: ${kind.replaceAll('_', ' ')}`;
    return shipEngineError(400, codes[kind] ?? 'invalid_field_value', message);
  },
  unknownPath(method, path) {
    return shipEngineError(404, 'unspecified', `There is no ${method} ${path}.`);
  },
};
