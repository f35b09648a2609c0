import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { InputOf, OutputOf } from '#platform/calls/service.ts';

type CreationOptions = OutputOf<'auth', 'beginPasskey'>['options'];
type RequestOptions = OutputOf<'auth', 'beginPasskeyProof'>['options'];

const userPresent = 0x01;
const userVerified = 0x04;
const backupEligible = 0x08;
const backedUp = 0x10;
const attested = 0x40;

/** What of an answer is otherwise than it has to be. */
export interface Fault {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly isVerified?: boolean;
  readonly signCount?: number;
  readonly userHandle?: string;
  readonly type?: string;
  readonly isEligible?: boolean;
}

/** A device with one passkey, as WebAuthn has it: ES256, no attestation. */
export class Authenticator {
  readonly id = randomBytes(32);
  signCount: number;
  private readonly origin: string;
  private readonly isSynced: boolean;
  private readonly keys: { publicKey: KeyObject; privateKey: KeyObject };
  private userHandle = '';

  constructor(origin: string, { counts = true, isSynced = false } = {}) {
    this.origin = origin;
    this.isSynced = isSynced;
    this.signCount = counts ? 1 : 0;
    this.keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  create(
    options: CreationOptions,
    fault: Fault = {},
  ): InputOf<'auth', 'createPasskey'>['response'] {
    this.userHandle = options.user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const key = Buffer.concat([Buffer.alloc(16), length, this.id, this.coseKey()]);
    const authData = this.authData(fault.rpId ?? options.rp.id, attested, fault, key);
    const object = Buffer.concat([
      Buffer.from([0xa3]),
      cborText('fmt'),
      cborText('none'),
      cborText('attStmt'),
      Buffer.from([0xa0]),
      cborText('authData'),
      cborBytes(authData),
    ]);
    const id = this.id.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.clientData('webauthn.create', options.challenge, fault),
        attestationObject: object.toString('base64url'),
        transports: ['internal', 'hybrid'],
      },
    };
  }

  show(
    options: RequestOptions,
    fault: Fault = {},
  ): InputOf<'auth', 'signInWithPasskey'>['response'] {
    if (this.signCount > 0) this.signCount += 1;
    const authData = this.authData(fault.rpId ?? options.rpId, 0, fault);
    const clientDataJSON = this.clientData('webauthn.get', options.challenge, fault);
    const clientHash = createHash('sha256')
      .update(Buffer.from(clientDataJSON, 'base64url'))
      .digest();
    const signature = sign('sha256', Buffer.concat([authData, clientHash]), this.keys.privateKey);
    const id = this.id.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON,
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: fault.userHandle ?? this.userHandle,
      },
    };
  }

  private authData(rpId: string, more: number, fault: Fault, key = Buffer.alloc(0)): Buffer {
    const { isVerified = true, signCount = this.signCount, isEligible = this.isSynced } = fault;
    const flags =
      userPresent |
      more |
      (isVerified ? userVerified : 0) |
      (isEligible ? backupEligible | backedUp : 0);
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(signCount);
    const hash = createHash('sha256').update(rpId).digest();
    return Buffer.concat([hash, Buffer.from([flags]), counted, key]);
  }

  private clientData(type: string, challenge: string, fault: Fault): string {
    const data = {
      type: fault.type ?? type,
      challenge: fault.challenge ?? challenge,
      origin: fault.origin ?? this.origin,
      crossOrigin: false,
    };
    return Buffer.from(JSON.stringify(data)).toString('base64url');
  }

  /** RFC 9053: an elliptic curve key of two coordinates. */
  private coseKey(): Buffer {
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    return Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      cborBytes(Buffer.from(x!, 'base64url')),
      Buffer.from([0x22]),
      cborBytes(Buffer.from(y!, 'base64url')),
    ]);
  }
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

function cborBytes(bytes: Buffer): Buffer {
  const head =
    bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from(head), bytes]);
}
