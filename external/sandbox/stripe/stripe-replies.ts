import type { FastifyRequest } from 'fastify';
import { parseForm, text, type Form } from '../wire/wire-form.ts';
import type { Shape } from '../wire/wire-shape.ts';
import { bodyText } from '../wire/request-body.ts';
import { stripeError, type StripeAnswer } from './stripe-calls.ts';
import { stripeDialect } from './stripe-refusals.ts';

export interface ById {
  Params: { id: string };
}

type System = 'payment' | 'tax';

/** The route of a call that changes something, by its description. */
export const taking = (operation: string, body: Shape, system: System = 'payment') => ({
  config: { system, operation, wants: { dialect: stripeDialect, body } },
});

/** The route of a call that asks. */
export const asking = (operation: string, query: Shape, system: System = 'payment') => ({
  config: { system, operation, wants: { dialect: stripeDialect, query } },
});

export function ok(body: object): StripeAnswer {
  return { statusCode: 200, body: JSON.stringify(body) };
}

export function listedAt<T>(
  url: string,
  listed: { readonly values: readonly T[]; readonly hasMore: boolean } | StripeAnswer,
  wire: (value: T) => object,
): StripeAnswer {
  if ('statusCode' in listed) return listed;
  const { values, hasMore } = listed;
  return ok({ object: 'list', data: values.map((value) => wire(value)), has_more: hasMore, url });
}

/** What is asked about is not there. */
export function missingObject(called: string, id: string, param = 'id'): StripeAnswer {
  const message = `No such ${called}: '${id}'`;
  const code = 'resource_missing';
  const statusCode = param === 'id' ? 404 : 400;
  return stripeError(statusCode, { type: 'invalid_request_error', code, message, param });
}

export function refused(
  message: string,
  more: { code?: string; param?: string } = {},
): StripeAnswer {
  return stripeError(400, { type: 'invalid_request_error', message, ...more });
}

/** What was told: the query of a GET, the form of a POST. */
export function formOf(request: FastifyRequest): Form {
  return parseForm(
    request.method === 'GET' ? (request.url.split(/\?(.*)/s)[1] ?? '') : bodyText(request),
  );
}

export function expands(form: Form, what: string): boolean {
  const { expand } = form;
  return Array.isArray(expand) && expand.includes(what);
}

/** Words of the shop after a change: an empty value takes one away, an empty whole all of them. */
export function metadataOf(
  form: Form,
  before: Record<string, string> = {},
): Record<string, string> {
  const told = form['metadata'];
  if (told === undefined) return before;
  const metadata = told === '' ? {} : { ...before };
  for (const [name, value] of Object.entries(told)) {
    if (value === '') delete metadata[name];
    else if (typeof value === 'string') metadata[name] = value;
  }
  return metadata;
}

/** A text that is told, null where it was taken away, what it was where nothing is said. */
export function changed(form: Form, name: string, before: string | null): string | null {
  const told = text(form, name);
  return told === undefined ? before : told || null;
}
