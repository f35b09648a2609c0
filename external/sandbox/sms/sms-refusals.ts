import { saysForm, type Dialect, type Refusal } from '../wire/described-requests.ts';
import type { WireFault } from '../wire/wire-faults.ts';

export function twilioError(status: number, code: number, message: string): Refusal {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  return { statusCode: status, body: JSON.stringify({ code, message, more_info, status }) };
}

/** What is no text was told in brackets, which have no meaning there. */
const shown = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Twilio leaves out what it does not know; here a name that does nothing is told. */
function refuse({ kind, path: [name = ''], value }: WireFault): Refusal {
  if (kind === 'unknown') return twilioError(400, 20001, `Unknown parameters: ${name}`);
  if (name === 'To') {
    return kind === 'missing' || kind === 'empty'
      ? twilioError(400, 21604, "A 'To' phone number is required.")
      : twilioError(400, 21211, `Invalid 'To' Phone Number: ${shown(value)}`);
  }
  if (name === 'Body' && kind === 'too_long') {
    return twilioError(
      400,
      21617,
      'The concatenated message body exceeds the 1600 character limit',
    );
  }
  if (name === 'Body') return twilioError(400, 21602, 'Message body is required.');
  if (name === 'From') {
    return twilioError(400, 21212, `Invalid 'From' Phone Number: ${shown(value)}`);
  }
  return twilioError(422, 20422, `Invalid Parameter: ${name}`);
}

export const twilioDialect: Dialect = {
  encoding: 'form',
  read(text, contentType) {
    // What is no form holds no parameters.
    const form = new URLSearchParams(saysForm(contentType) ? text : '');
    const lists = new Set(['MediaUrl', 'PersistentAction']);
    const named = [...new Set(form.keys())].map((name) => {
      const all = form.getAll(name);
      return [name, lists.has(name) || all.length > 1 ? all : all[0]];
    });
    return { value: Object.fromEntries(named) as unknown };
  },
  refuse,
  unknownPath(_method, path, isKnown) {
    return isKnown
      ? twilioError(405, 20004, 'Method not allowed')
      : twilioError(404, 20404, `The requested resource ${path} was not found`);
  },
};
