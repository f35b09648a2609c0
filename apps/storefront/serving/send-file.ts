import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { PageRefused } from './page-refused.ts';

/** What programs read: whole, or piece by piece as it is read. */
export interface TextFile {
  readonly type: string;
  readonly text: string | AsyncGenerator<string>;
}

/** So many long ones are made at once; each reads on only as fast as it is taken. */
const streamsMax = 2;
const retryAfterSeconds = 30;

/** Sends files, of those that are as long as the catalog only a few at once. */
export class FileSender {
  private streams = 0;

  async send(reply: FastifyReply, { type, text }: TextFile): Promise<FastifyReply> {
    reply.type(type).header('Cache-Control', 'public, max-age=300').header('Vary', 'Host');
    if (typeof text === 'string') return reply.send(text);
    if (this.streams >= streamsMax) {
      await text.return(undefined);
      throw new PageRefused(503, retryAfterSeconds);
    }
    this.streams += 1;
    const stream = Readable.from(text, { objectMode: false });
    stream.once('close', () => {
      this.streams -= 1;
    });
    return reply.send(stream);
  }
}
