import { parseJson } from '../../exchange/exchange.ts';
import type { Dialect, Refusal } from '../wire/described-requests.ts';

const bytesMax = 20_000;

export function minFraudError(statusCode: number, code: string, error: string): Refusal {
  return { statusCode, body: JSON.stringify({ code, error }) };
}

/**
 * MaxMind leaves a name or value out that it cannot use, and says so in a warning that nobody reads;
 * here it is refused, so that a mistake is seen.
 */
export const minFraudDialect: Dialect = {
  encoding: 'json',
  read(text, contentType) {
    if (!/^application\/json\b/.test(contentType)) return { statusCode: 415, body: '' };
    if (Buffer.byteLength(text) > bytesMax) return { statusCode: 413, body: '' };
    const value = parseJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { value }
      : minFraudError(400, 'JSON_INVALID', 'We cannot decode the body as a JSON object.');
  },
  refuse({ kind, path }) {
    const pointer = `/${path.join('/')}`;
    if (pointer === '/device' || pointer === '/device/ip_address') {
      return kind === 'missing'
        ? minFraudError(400, 'IP_ADDRESS_REQUIRED', `${pointer} is required.`)
        : minFraudError(400, 'IP_ADDRESS_INVALID', `${pointer} is no IP address.`);
    }
    const error = `The value of ${pointer} cannot be used: ${kind.replaceAll('_', ' ')}.`;
    return minFraudError(400, 'REQUEST_INVALID', error);
  },
  unknownPath(_method, path, isKnown) {
    return isKnown
      ? { statusCode: 405, body: '' }
      : minFraudError(404, 'URL_NOT_FOUND', `There is no ${path}.`);
  },
};
