import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

const pagePolicy =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; frame-ancestors 'none'";

/**
 * `/openapi.json`, and the interactive reference at `/docs` from a package, without the network.
 * The page's program is five megabytes: it is loaded when somebody first reads it.
 */
export function serveReference(app: FastifyInstance, describe: () => object): void {
  let document: string | undefined;
  let pages: Promise<FastifyInstance> | undefined;
  const text = (): string => (document ??= JSON.stringify(describe()));
  app.get('/openapi.json', (_request, reply) => {
    reply
      .header('Cache-Control', 'public, max-age=60')
      .type('application/json; charset=utf-8')
      .send(text());
  });
  const answer = async (url: string, reply: FastifyReply): Promise<FastifyReply> => {
    pages ??= openPages();
    const page = await (await pages).inject({ method: 'GET', url });
    const { location } = page.headers;
    return reply
      .code(page.statusCode)
      .headers({
        'Content-Security-Policy': pagePolicy,
        'Cache-Control': 'public, max-age=3600',
        'Content-Type': page.headers['content-type'] ?? 'text/plain',
        ...(typeof location === 'string' ? { Location: '/docs/' } : {}),
      })
      .send(page.rawPayload);
  };
  app.get('/docs', (_request, reply) => reply.redirect('/docs/', 301));
  // Where a person who opens the shop's address in a browser is best off.
  for (const path of ['/', '/v1'])
    app.get(path, (_request, reply) => reply.redirect('/docs/', 302));
  app.get('/docs/*', (request, reply) => answer(request.url, reply));
}

async function openPages(): Promise<FastifyInstance> {
  const { default: reference } = await import('@scalar/fastify-api-reference');
  const pages = fastify({ logger: false });
  await pages.register(reference, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Kontor API reference',
      withDefaultFonts: false,
      telemetry: false,
      showDeveloperTools: 'never',
      hideClientButton: true,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  await pages.ready();
  return pages;
}
