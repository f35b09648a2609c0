import type { FastifyInstance, FastifyRequest } from 'fastify';
import { shipEngineDialect } from './carrier/carrier-refusals.ts';
import { minFraudDialect } from './fraud/fraud-refusals.ts';
import { sendGridDialect } from './mail/mail-refusals.ts';
import { twilioDialect } from './sms/sms-refusals.ts';
import { stripeDialect } from './stripe/stripe-refusals.ts';
import { sendRefusal, type Dialect } from './wire/described-requests.ts';

/** What ShipEngine's addresses begin with; Stripe's begin with `/v1` as well. */
const ofShipEngine = `account addresses batches carriers connections documents downloads environment
insurance labels ltl manifests packages packaging pickups rates service_points shipments tags tokens
tracking warehouses`.split(/\s+/);

/** Whose addresses begin so. */
const dialects: readonly (readonly [RegExp, Dialect])[] = [
  [/^\/2010-04-01(\/|$)/, twilioDialect],
  [/^\/minfraud(\/|$)/, minFraudDialect],
  [/^\/v3(\/|$)/, sendGridDialect],
  [new RegExp(`^/(v1|v-beta)/(${ofShipEngine.join('|')})(/|$)`), shipEngineDialect],
  [/^\/v[12](\/|$)/, stripeDialect],
];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Who sends ShipEngine's header speaks to ShipEngine, whatever the address. */
function dialectOf(request: FastifyRequest, path: string): Dialect | undefined {
  const found = dialects.find(([form]) => form.test(path))?.[1];
  const speaksToCarrier = request.headers['api-key'] !== undefined;
  return speaksToCarrier && found === stripeDialect ? shipEngineDialect : found;
}

/** An address or method that a vendor does not have is refused in the vendor's own words. */
export function registerUnknownPaths(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const dialect = dialectOf(request, path);
    if (dialect === undefined) return reply.code(404).send({ error: `There is no ${path}.` });
    const isKnown = methods.some((method) => app.findRoute({ method, url: path }) !== null);
    return sendRefusal(reply, dialect.unknownPath(request.method, path, isKnown));
  });
}
