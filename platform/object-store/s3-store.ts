import { createHash } from 'node:crypto';
import type { AwsClient } from 'aws4fetch';
import type { MediaSettings } from '../ground/settings.ts';
import {
  StoreRefused,
  StoreUnavailable,
  type ByteRange,
  type ObjectStore,
} from './object-store.ts';

/** A bucket of S3, or of what speaks as it does. */
type S3Settings = NonNullable<MediaSettings['s3']>;

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Nobody waits for it any longer. */
const withinMs = 2_000;
const errorCode = /<Code>(\w+)<\/Code>/;

/** Each request is signed, the digest of what it sends with it, and none is led elsewhere. */
export class S3Store implements ObjectStore {
  private readonly settings: S3Settings;
  private client: Promise<AwsClient> | undefined;

  constructor(settings: S3Settings) {
    this.settings = settings;
  }

  async write(path: string, bytes: Buffer): Promise<void> {
    const { status, body } = await this.ask('PUT', path, { body: bytes });
    if (status !== 200) throw this.refused(status, body);
  }

  async read(path: string, range?: ByteRange): Promise<Buffer | undefined> {
    const headers: Record<string, string> = range
      ? { range: `bytes=${range.offset}-${range.offset + range.bytes - 1}` }
      : {};
    const { status, body } = await this.ask('GET', path, { headers });
    if (status === 206) return body;
    // Who does not know of ranges answers all of it.
    if (status === 200)
      return range ? body.subarray(range.offset, range.offset + range.bytes) : body;
    if (status === 404 && codeIn(body) !== 'NoSuchBucket') return undefined;
    // It is shorter than what was written: whoever asked finds out by what is lacking.
    if (status === 416) return Buffer.alloc(0);
    if (status === 403 && codeIn(body) === 'AccessDenied') throw this.forbidden();
    throw this.refused(status, body);
  }

  async remove(path: string): Promise<void> {
    const { status, body } = await this.ask('DELETE', path);
    const isGone = status === 204 || status === 200;
    if (!isGone && !(status === 404 && codeIn(body) !== 'NoSuchBucket'))
      throw this.refused(status, body);
  }

  private async ask(
    method: string,
    path: string,
    { body, headers = {} }: { body?: Buffer; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const digest = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    try {
      const client = await (this.client ??= signing(this.settings));
      const signed = await client.sign(this.address(path), {
        method,
        headers: { ...headers, 'x-amz-content-sha256': digest },
        ...(body ? { body: new Uint8Array(body) } : {}),
      });
      const reply = await fetch(signed, {
        redirect: 'manual',
        signal: AbortSignal.timeout(withinMs),
      });
      return { status: reply.status, body: Buffer.from(await reply.arrayBuffer()) };
    } catch (cause) {
      const { message, cause: because } = cause as Error;
      const why = (because as NodeJS.ErrnoException | undefined)?.code ?? message;
      throw new StoreUnavailable(`${this.named} does not answer: ${why}`, { cause });
    }
  }

  private address(path: string): string {
    const { endpoint, bucket, pathStyle } = this.settings;
    const url = new URL(endpoint);
    if (!pathStyle) url.hostname = `${bucket}.${url.hostname}`;
    url.pathname = `${url.pathname.replace(/\/$/, '')}${pathStyle ? `/${bucket}` : ''}/${path}`;
    return url.href;
  }

  /** S3 says so of what is not there, too, to a key that may not know what is. */
  private forbidden(): StoreRefused {
    return new StoreRefused(
      `${this.named} answers 403 AccessDenied to reading: the key may not read, or the file is gone and the key may not list (allow s3:ListBucket, so that the two can be told apart)`,
    );
  }

  private refused(status: number, body: Buffer): StoreRefused {
    return new StoreRefused(`${this.named} answers ${status} ${codeIn(body) ?? ''}`.trim());
  }

  private get named(): string {
    return `the bucket ${this.settings.bucket} at ${this.settings.endpoint}`;
  }
}

function codeIn(body: Buffer): string | undefined {
  return errorCode.exec(body.toString('utf8', 0, 2_000))?.[1];
}

/** Loaded where a bucket is used: a shop without one does without. */
async function signing({ keyId, secret, region }: S3Settings): Promise<AwsClient> {
  const aws = await import('aws4fetch');
  return new aws.AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    region,
    service: 's3',
    retries: 0,
  });
}
