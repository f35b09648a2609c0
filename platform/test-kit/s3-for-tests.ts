import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A bucket on this machine which believes no request that is not signed as S3 asks. */
export interface BucketForTests {
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly bucket: string;
    readonly keyId: string;
    readonly secret: string;
    readonly pathStyle: true;
  };
  readonly environment: Readonly<Record<string, string>>;
  /** What lies in it, by key. */
  readonly objects: Map<string, Buffer>;
  /** What it did, as `PUT 200`, the latest last. */
  readonly answered: string[];
  /** While true it answers 503 to everything. */
  isDown: boolean;
  /** While true it takes requests and answers none. */
  hangs: boolean;
  /** How many requests it has left without an answer. */
  readonly hanging: number;
  /** While false the key may not know what is there: what is not is forbidden. */
  mayList: boolean;
  /** What it says 500 of, whatever is asked. */
  readonly broken: Set<string>;
  close(): Promise<void>;
}

const region = 'eu-central-1';
const bucket = 'pictures';
const keyId = 'KEY-FOR-TESTS';
const secret = 'a secret+of/tests';
/** As S3 has it: whoever repeats an older request is refused. */
const mostSecondsApart = 900;

interface Told {
  readonly status: number;
  readonly body?: Buffer | string;
}

export async function startBucket(): Promise<BucketForTests> {
  const objects = new Map<string, Buffer>();
  const answered: string[] = [];
  const broken = new Set<string>();
  const state = { isDown: false, hangs: false, hanging: 0, mayList: true };
  const server = createServer((request, response) => {
    const answer = async () => {
      const body = await bodyOf(request);
      if (state.hangs) {
        state.hanging += 1;
        return;
      }
      const told = state.isDown
        ? failed(503, 'SlowDown')
        : (objectionTo(request, body) ?? perform({ objects, broken, ...state }, request, body));
      answered.push(`${request.method} ${told.status}`);
      response.writeHead(told.status).end(told.body);
    };
    void answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: { endpoint, region, bucket, keyId, secret, pathStyle: true },
    environment: {
      KONTOR_MEDIA_STORE: 's3',
      KONTOR_MEDIA_S3_ENDPOINT: endpoint,
      KONTOR_MEDIA_S3_REGION: region,
      KONTOR_MEDIA_S3_BUCKET: bucket,
      KONTOR_MEDIA_S3_KEY_ID: keyId,
      KONTOR_MEDIA_S3_SECRET: secret,
      KONTOR_MEDIA_S3_PATH_STYLE: 'on',
    },
    objects,
    answered,
    broken,
    get hanging() {
      return state.hanging;
    },
    get hangs() {
      return state.hangs;
    },
    set hangs(hangs) {
      state.hangs = hangs;
    },
    get mayList() {
      return state.mayList;
    },
    set mayList(mayList) {
      state.mayList = mayList;
    },
    get isDown() {
      return state.isDown;
    },
    set isDown(isDown) {
      state.isDown = isDown;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function failed(status: number, code: string): Told {
  return { status, body: `<?xml version="1.0"?><Error><Code>${code}</Code></Error>` };
}

interface Bucket {
  readonly objects: Map<string, Buffer>;
  readonly broken: ReadonlySet<string>;
  readonly mayList: boolean;
}

function perform(
  { objects, broken, mayList }: Bucket,
  request: IncomingMessage,
  body: Buffer,
): Told {
  const [, name, ...rest] = decodeURIComponent(request.url!).split('/');
  const key = rest.join('/');
  if (name !== bucket) return failed(404, 'NoSuchBucket');
  if (broken.has(key)) return failed(500, 'InternalError');
  if (request.method === 'PUT') {
    objects.set(key, body);
    return { status: 200 };
  }
  if (request.method === 'DELETE') {
    objects.delete(key);
    return { status: 204 };
  }
  const object = objects.get(key);
  if (request.method !== 'GET') return failed(405, 'MethodNotAllowed');
  if (!object) return mayList ? failed(404, 'NoSuchKey') : failed(403, 'AccessDenied');
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) return { status: 200, body: object };
  if (Number(from) >= object.length) return failed(416, 'InvalidRange');
  return { status: 206, body: object.subarray(Number(from), Number(to) + 1) };
}

/** Why it is refused, by Signature Version 4 as Amazon describes it; undefined where it is signed. */
function objectionTo(request: IncomingMessage, body: Buffer): Told | undefined {
  const { headers } = request;
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;
  const [, id, day, where, names, signature] = form.exec(headers.authorization ?? '') ?? [];
  const moment = String(headers['x-amz-date']);
  if (signature === undefined || day !== moment.slice(0, 8)) return failed(403, 'AccessDenied');
  if (id !== keyId) return failed(403, 'InvalidAccessKeyId');
  if (where !== region) return failed(400, 'AuthorizationHeaderMalformed');
  if (Math.abs(secondsSince(moment)) > mostSecondsApart) return failed(403, 'RequestTimeTooSkewed');
  const signed = names!.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signed.includes(name)))
    return failed(403, 'AccessDenied');
  const digest = sha256(body);
  if (headers['x-amz-content-sha256'] !== digest) return failed(400, 'XAmzContentSHA256Mismatch');
  const canonical = [
    request.method,
    request.url,
    '',
    ...signed.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    digest,
  ].join('\n');
  const scope = `${day}/${where}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', moment, scope, sha256(canonical)].join('\n');
  const key = [day, where, 's3', 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
  const isRight = timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'));
  return isRight ? undefined : failed(403, 'SignatureDoesNotMatch');
}

function secondsSince(moment: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(moment)!;
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return (Date.now() - atMs) / 1_000;
}

function sha256(text: Buffer | string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
