import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
};

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

/** The built files that browsers load, read once: a few hundred kilobytes in all. */
export class Assets<Manifest> {
  readonly manifest: Manifest;
  private readonly files: ReadonlyMap<string, Asset>;

  constructor(folder: string) {
    this.manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
    const names = new Set(readdirSync(join(folder, 'assets')));
    const read = (name: string) =>
      names.has(name) ? readFileSync(join(folder, 'assets', name)) : undefined;
    this.files = new Map(
      [...names]
        .filter((name) => !/\.(br|gz)$/.test(name))
        .map((name) => {
          const type = types[name.slice(name.lastIndexOf('.') + 1)]!;
          return [
            name,
            { type, plain: read(name)!, br: read(`${name}.br`), gzip: read(`${name}.gz`) },
          ];
        }),
    );
  }

  /** Below a path such as `/assets`: named by their content, so that whoever has one never asks again. */
  serve(
    app: FastifyInstance,
    path: string,
    whereNone: (request: FastifyRequest, reply: FastifyReply) => void,
  ): void {
    app.get<{ Params: { name: string } }>(`${path}/:name`, (request, reply) => {
      const asset = this.files.get(request.params.name);
      if (!asset) {
        whereNone(request, reply);
        return;
      }
      const accepted = request.headers['accept-encoding'] ?? '';
      const [encoding, bytes] =
        asset.br && /\bbr\b/.test(accepted)
          ? ['br', asset.br]
          : asset.gzip && /\bgzip\b/.test(accepted)
            ? ['gzip', asset.gzip]
            : [undefined, asset.plain];
      if (encoding) reply.header('Content-Encoding', encoding);
      reply
        .header('Vary', 'Accept-Encoding')
        .header('Cache-Control', 'public, max-age=31536000, immutable')
        .header('Cross-Origin-Resource-Policy', 'same-origin')
        .type(asset.type)
        .send(bytes);
    });
  }
}
