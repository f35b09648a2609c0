import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
} from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const storedSchema = z.array(z.object({ id: z.string(), pem: z.string() })).min(1);
type Stored = z.infer<typeof storedSchema>;

/** The carrier platform's own keys, newest first; made when the first is needed, kept in the folder. */
export class CarrierKeys {
  private readonly path: string;
  private stored: Stored | undefined;

  constructor(dataFolder: string) {
    this.path = join(dataFolder, 'carrier-keys.json');
  }

  /** As ShipEngine signs: the time, a point and the body, by RSA with SHA-256; the key is named. */
  headersFor(body: string): Record<string, string> {
    const [{ id, pem }] = this.all() as [Stored[number]];
    const time = new Date().toISOString();
    const signature = sign('sha256', Buffer.from(`${time}.${body}`), createPrivateKey(pem));
    return {
      'x-shipengine-timestamp': time,
      'x-shipengine-rsa-sha256-key-id': id,
      'x-shipengine-rsa-sha256-signature': signature.toString('base64'),
    };
  }

  /** From now on another key signs; the one before is published no more. */
  rotate(): string {
    this.stored = [newKey()];
    this.write();
    return this.stored[0]!.id;
  }

  jwks(): object {
    return {
      keys: this.all().map(({ id, pem }) => ({
        ...createPublicKey(pem).export({ format: 'jwk' }),
        kid: id,
        alg: 'RS256',
        use: 'sig',
      })),
    };
  }

  private all(): Stored {
    if (this.stored === undefined) {
      this.stored = readStored(this.path) ?? [newKey()];
      this.write();
    }
    return this.stored;
  }

  private write(): void {
    writeFileSync(`${this.path}.new`, JSON.stringify(this.stored), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}

function readStored(path: string): Stored | undefined {
  try {
    return storedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function newKey(): Stored[number] {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { id: randomUUID(), pem };
}

/** Where the platform publishes what its webhooks are signed with. */
export function registerCarrierKeys(app: FastifyInstance, keys: CarrierKeys): void {
  app.get('/jwks', async () => keys.jwks());
}
