import { parseJson } from '../../exchange/exchange.ts';

/** The body as it came; the server's parser keeps it as text. */
export function bodyText(request: { body: unknown }): string {
  return typeof request.body === 'string' ? request.body : '';
}

/** `undefined` where it is no JSON. */
export function bodyJson(request: { body: unknown }): unknown {
  return parseJson(bodyText(request));
}
