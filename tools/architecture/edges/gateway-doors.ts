import { posix } from 'node:path';
import { importsOf } from '../imports.ts';
import type { Finding, Rule } from '../rule.ts';
import { isTestCode, type SourceFile } from '../source-file.ts';

const gateway = 'services/api-gateway/api-gateway/';

/** The rooms of the REST API, one door of several. What lies beside them knows no HTTP. */
const restRooms = ['serving', 'answering', 'openapi', 'routes', 'declaring'];

/** A page for people is a door too, which speaks HTTP and asks at the desk. */
const doorRooms = [...restRooms, 'browser-sessions', 'order-page', 'unsubscribe-page'];

/** What opens the door: the service itself. */
const entrances = new Set([`${gateway}service.ts`]);

const httpPackages = /^(?:fastify$|fastify\/|@fastify\/|light-my-request|node:https?2?$|https?2?$)/;

function roomOf(path: string): string {
  return path.slice(gateway.length).split('/')[0]!;
}

function targetOf({ path }: SourceFile, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.')
    ? posix.normalize(posix.join(posix.dirname(path), specifier))
    : specifier;
}

const at = (path: string, text: string) => ({ path: gateway + path, text });

/** A page or an agent's protocol calls the same use cases, so none of them may lean on a request. */
export const useCasesWithoutHttp: Rule = {
  name: 'use cases of the gateway know no HTTP',
  check(file): Finding[] {
    const { path } = file;
    if (!path.startsWith(gateway) || isTestCode(path) || entrances.has(path)) return [];
    if (!path.endsWith('.ts') || doorRooms.includes(roomOf(path))) return [];
    return importsOf(file).flatMap(({ specifier = '', line }) => {
      const target = targetOf(file, specifier);
      const isRest = target.startsWith(gateway) && doorRooms.includes(roomOf(target));
      if (!isRest && !httpPackages.test(specifier)) return [];
      const message = `${specifier}: this is for every door; take what is needed as typed input or of Asking, and let rest's rooms (${restRooms.join(', ')}) translate`;
      return [{ path, line, message }];
    });
  },
  refused: [
    at('purchases/complete.ts', `import type { FastifyRequest } from 'fastify';`),
    at('purchases/read.ts', `import { route } from '../declaring/route.ts';`),
    at('purchases/read.ts', `import { sendReply } from '../answering/send-reply.ts';`),
    at('staff/read-audit.ts', `import type { IncomingHttpHeaders } from 'node:http';`),
    at('admission/admit.ts', `import { askedBy } from '../serving/incoming-scope.ts';`),
    at('desk/desk.ts', `import cors from '@fastify/cors';`),
    at('agents/mcp.ts', `export type { Route } from '#services/x'; import 'http2';`),
  ],
  accepted: [
    at('purchases/complete.ts', `import { useCase } from '../desk/use-case.ts';`),
    at('serving/server.ts', `import fastify from 'fastify';`),
    at('routes/cart.ts', `import { route } from '../declaring/route.ts';`),
    at('order-page/page.ts', `import type { FastifyReply } from 'fastify';`),
    at('service.ts', `import { openGateway } from '../serving/gateway.ts';`),
    at('desk/desk.test.ts', `import { request } from 'node:http';`),
  ],
};

/** What a table of routes opens: schemas, how routes are declared, and the use cases they perform. */
const translators = /^(?:zod$|contracts\/|kernel\/)/;
const lettingIn = ['admission', 'answering', 'bodies', 'desk', 'openapi', 'replies', 'serving'];
const deciding = /\b(?:async|await|Promise)\b|\.then\(|\bcall\s*[.[]|[{,]\s*call\b|\bfail\(/g;

/** A route that waits, calls or refuses holds a rule that another door would have to repeat. */
export const routesOnlyTranslate: Rule = {
  name: 'routes translate and decide nothing',
  check(file): Finding[] {
    const { path } = file;
    if (!path.startsWith(`${gateway}routes/`) || isTestCode(path)) return [];
    const opened = importsOf(file).flatMap(({ specifier = '', line }) => {
      const target = targetOf(file, specifier);
      const isOwn = target.startsWith(gateway) && !lettingIn.includes(roomOf(target));
      if (isOwn || translators.test(target)) return [];
      const message = `${specifier}: a route opens schemas, declaring/ and use cases; what needs more is a use case`;
      return [{ path, line, message }];
    });
    const decided = [...file.code.matchAll(deciding)].map(({ 0: word, index }) => ({
      path,
      line: file.code.slice(0, index).split('\n').length,
      message: `${word.trim()}: a route translates input and answer; what waits, calls or refuses is a use case`,
    }));
    return [...opened, ...decided];
  },
  refused: [
    at('routes/cart.ts', `route({ handle: async (request) => 1 });`),
    at('routes/cart.ts', `route({ input: (request, { call }) => call.cart.getCart(request) });`),
    at('routes/cart.ts', `route({ input: ({ body }) => gateway.call['cart'].getCart(body) });`),
    at('routes/cart.ts', `route({ tells: (cart) => read(cart).then(told) });`),
    at('routes/cart.ts', `route({ input: () => fail('cart_too_large', 'Take something out.') });`),
    at('routes/cart.ts', `import { Database } from '#platform/data/database.ts';`),
    at('routes/cart.ts', `import type { FastifyRequest } from 'fastify';`),
    at('routes/cart.ts', `import { performOffer } from '../desk/perform.ts';`),
  ],
  accepted: [
    at(
      'routes/cart.ts',
      `import { z } from 'zod'; import { cart } from '#contracts/cart/index.ts';`,
    ),
    at('routes/cart.ts', `import { mergeGuestCart } from '../purchases/merge.ts';`),
    at('routes/cart.ts', `route({ calls: ['cart', 'getCart'], input: ({ params }) => params });`),
    at('routes/routes.test.ts', `test('x', async () => { await openTestGateway(); });`),
    at('purchases/merge.ts', `useCase({ perform: async (input, asking, { call }) => 1 });`),
  ],
};
