import { saysForm, type Dialect, type Refusal } from '../wire/described-requests.ts';
import type { WireFault } from '../wire/wire-faults.ts';
import { parseForm } from '../wire/wire-form.ts';

/** `a[b][0]`, as Stripe writes where it found something. */
function parameterOf([first = '', ...rest]: readonly string[]): string {
  return first + rest.map((part) => `[${part}]`).join('');
}

function invalid(message: string, more: { code?: string; param?: string } = {}): Refusal {
  const error = { ...more, message, type: 'invalid_request_error' };
  return { statusCode: 400, body: JSON.stringify({ error }) };
}

export function refuseByStripe({ kind, path, value, shape }: WireFault): Refusal {
  const param = parameterOf(path);
  const reported = typeof value === 'string' ? value : JSON.stringify(value);
  const short =
    reported === undefined || reported.length <= 40 ? reported : `${reported.slice(0, 40)}…`;
  switch (kind) {
    case 'unknown':
      return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
    case 'missing':
      return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
    case 'empty':
      return invalid(
        `You passed an empty string for '${param}'. It cannot be unset: leave it out or send a value.`,
        { code: 'parameter_invalid_empty', param },
      );
    case 'not_integer':
    case 'not_number':
      return invalid(`Invalid integer: ${short}`, { code: 'parameter_invalid_integer', param });
    case 'too_small': {
      const min = 'min' in shape ? shape.min : 0;
      const message = `This value must be greater than or equal to ${min}.`;
      return invalid(message, { code: 'parameter_invalid_integer', param });
    }
    case 'not_boolean':
      return invalid(`Invalid boolean: ${short}`, { param });
    case 'not_text':
      return invalid(`Invalid string: ${short}`, { param });
    case 'not_list':
    case 'too_short':
      return invalid('Invalid array', { param });
    case 'not_fields':
      return invalid('Invalid object', { param });
    case 'not_among': {
      const among = shape.kind === 'text' ? (shape.among ?? []) : [];
      return invalid(`Invalid ${param}: must be one of ${among.join(', ')}`, { param });
    }
    case 'not_like':
      return param.endsWith('_url')
        ? invalid('Not a valid URL', { code: 'url_invalid', param })
        : invalid(`Invalid ${param}: ${short}`, { param });
    case 'too_long': {
      const max = shape.kind === 'text' ? shape.max : 40;
      return invalid(`Invalid string: ${short}; must be at most ${max} characters`, { param });
    }
    case 'too_many':
      return invalid('Metadata can have up to 50 keys.', { param });
  }
}

export const stripeDialect: Dialect = {
  encoding: 'form',
  read(text, contentType) {
    if (text === '' || saysForm(contentType)) return { value: parseForm(text) };
    return invalid(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded).',
    );
  },
  refuse: refuseByStripe,
  unknownPath(method, path) {
    const message = `Unrecognized request URL (${method}: ${path}).`;
    return { ...invalid(message), statusCode: 404 };
  },
};
