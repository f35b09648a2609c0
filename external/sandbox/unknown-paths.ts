import type { FastifyInstance } from 'fastify';
import { shipEngineDialect } from './carrier/carrier-refusals.ts';
import { sendRefusal, type Dialect } from './wire/described-requests.ts';
import { minFraudDialect } from './fraud/fraud-refusals.ts';
import { twilioDialect } from './sms/sms-refusals.ts';
import { stripeDialect } from './stripe/stripe-refusals.ts';

/** Whose addresses begin so. Stripe's and ShipEngine's both begin with `/v1`. */
const dialects: readonly (readonly [RegExp, Dialect])[] = [
  [/^\/2010-04-01\//, twilioDialect],
  [/^\/minfraud\//, minFraudDialect],
  [/^\/v1\/(rates|labels|tracking|shipments|carriers|batches|warehouses)\b/, shipEngineDialect],
  [/^\/v1\//, stripeDialect],
];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** An address or method that a vendor does not have is refused in the vendor's own words. */
export function registerUnknownPaths(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const dialect = dialects.find(([form]) => form.test(path))?.[1];
    if (dialect === undefined) return reply.code(404).send({ error: `There is no ${path}.` });
    const isKnown = methods.some((method) => app.findRoute({ method, url: path }) !== null);
    return sendRefusal(reply, dialect.unknownPath(request.method, path, isKnown));
  });
}
