import type { FastifyInstance } from 'fastify';
import type { Settings } from '#platform/ground/settings.ts';
import { routeNotFound } from '../replies/refusals.ts';
import { sendRefusal } from '../answering/send-reply.ts';

/** The demo store's generated pictures, `/media/demo/<handle>.svg`; they never change. */
export function servePictures(app: FastifyInstance, { demoPicture }: Settings): void {
  if (!demoPicture) return;
  app.get<{ Params: { file: string } }>('/media/demo/:file', (request, reply) => {
    const handle = /^([a-z0-9][a-z0-9-]{0,200})\.svg$/.exec(request.params.file)?.[1];
    const picture = handle === undefined ? undefined : demoPicture(handle);
    if (picture === undefined) {
      sendRefusal(request, reply, routeNotFound);
      return;
    }
    reply
      .header('Cache-Control', 'public, max-age=86400, immutable')
      .header('Cross-Origin-Resource-Policy', 'cross-origin')
      .type('image/svg+xml; charset=utf-8')
      .send(picture);
  });
}
