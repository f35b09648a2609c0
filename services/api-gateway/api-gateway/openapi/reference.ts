import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { refuseCrowd } from '../serving/admit-request.ts';
import type { RateLimits } from '../admission/rate-limits.ts';
import { routeNotFound } from '../replies/refusals.ts';
import { sendRefusal } from '../answering/send-reply.ts';

const pagePolicy =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; frame-ancestors 'none'";
const document = '/openapi.json';
const page = '/docs/';
const program = '/docs/js/scalar.js';
const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** Something to read that stays as it is while the process runs, ready to be sent. */
interface Asset {
  readonly type: string;
  readonly tag: string;
  readonly plain: Buffer;
  readonly br: Buffer;
  readonly gzip: Buffer;
}

export interface ReferenceParts {
  readonly describe: () => object;
  readonly limits: RateLimits | undefined;
  /** Whether there are pages for people at `/docs`, beside the document for programs. */
  readonly pages: boolean;
  /** Whether people who open the shop's bare address are led here: nothing else is there. */
  readonly isFront: boolean;
}

/**
 * `/openapi.json`, and the interactive reference at `/docs` from a package, without the network.
 * Its program is five megabytes: everything is read, and compressed, once, when somebody first asks.
 */
export function serveReference(app: FastifyInstance, parts: ReferenceParts): void {
  const stored = new Map<string, Promise<Asset>>();
  let reading: Promise<Pages> | undefined;
  const read = async (path: string): Promise<Asset> => {
    if (path === document) {
      return assetOf('application/json; charset=utf-8', JSON.stringify(parts.describe()));
    }
    reading ??= readPages();
    const { html, script } = await reading;
    return path === page
      ? assetOf('text/html; charset=utf-8', html)
      : assetOf('application/javascript; charset=utf-8', script);
  };
  const serve = async (path: string, request: FastifyRequest, reply: FastifyReply) => {
    const crowded = refuseCrowd(parts.limits, 'read', request, reply);
    if (crowded) return sendRefusal(request, reply, crowded);
    let asset = stored.get(path);
    if (asset === undefined) stored.set(path, (asset = read(path)));
    // What could not be read once may be readable later.
    asset.catch(() => stored.delete(path));
    return sendAsset(request, reply, await asset, path);
  };
  app.get(document, (request, reply) => serve(document, request, reply));
  if (!parts.pages) return;
  app.get('/docs', (_request, reply) => reply.redirect(page, 301));
  // Where a person who opens the shop's address in a browser is best off.
  for (const path of parts.isFront ? ['/', '/v1'] : ['/v1'])
    app.get(path, (_request, reply) => reply.redirect(page, 302));
  app.get(page, (request, reply) => serve(page, request, reply));
  app.get(program, (request, reply) => serve(program, request, reply));
  app.get('/docs/*', (request, reply) => sendRefusal(request, reply, routeNotFound));
}

function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  asset: Asset,
  path: string,
): FastifyReply {
  const { headers, url } = request;
  const accepted = headers['accept-encoding'] ?? '';
  const encoding = (['br', 'gzip'] as const).find((each) =>
    new RegExp(`(?:^|[\\s,])${each}(?:[\\s,]|;(?!\\s*q=0(?:\\.0*)?(?:[\\s,]|$))|$)`).test(accepted),
  );
  const forEver = path === program && url.endsWith(`?v=${asset.tag}`);
  reply
    .header('Cache-Control', forEver ? 'public, max-age=31536000, immutable' : 'public, max-age=60')
    .header('ETag', `"${asset.tag}"`)
    .header('Vary', 'Accept-Encoding');
  if (path !== document) reply.header('Content-Security-Policy', pagePolicy);
  if (headers['if-none-match']?.includes(`"${asset.tag}"`)) return reply.code(304).send();
  if (encoding) reply.header('Content-Encoding', encoding);
  return reply.type(asset.type).send(asset[encoding ?? 'plain']);
}

async function assetOf(type: string, text: string): Promise<Asset> {
  const plain = Buffer.from(text, 'utf8');
  // Half the work of the best, for a tenth more bytes; off the thread that sells.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  const [br, zipped] = await Promise.all([compress.br(plain, { params }), compress.gzip(plain)]);
  return { type, tag: tagOf(plain), plain, br, gzip: zipped };
}

function tagOf(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

interface Pages {
  readonly html: string;
  readonly script: string;
}

/** The package makes its pages as a plugin does: they are asked for once. */
async function readPages(): Promise<Pages> {
  const { default: reference } = await import('@scalar/fastify-api-reference');
  const pages = fastify({ logger: false });
  await pages.register(reference, {
    routePrefix: '/docs',
    configuration: {
      url: document,
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
  const [html, script] = (await Promise.all(
    [page, program].map(async (url) => (await pages.inject({ method: 'GET', url })).body),
  )) as [string, string];
  await pages.close();
  // Under a name that changes with it, the program may be kept for ever.
  return { html: html.replace(/(js\/scalar\.js)(?=["'])/, `$1?v=${tagOf(script)}`), script };
}
