import { generateKeyPairSync, sign } from 'node:crypto';
import https from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls, createServer } from 'node:tls';

/** One value of DER: its kind, its length and what it holds. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
/** RSA with SHA-256, as certificates name it. */
const signedBy = sequence(hex('06092a864886f70d01010b'), hex('0500'));
/** The common name. */
const named = (name: string): Buffer =>
  sequence(der(0x31, sequence(hex('0603550403'), der(0x0c, Buffer.from(name)))));
const moment = (time: string): Buffer => der(0x17, Buffer.from(time));
/** The subject's alternative name, by which hosts are told. */
const alsoNamed = (name: string): Buffer =>
  sequence(hex('0603551d11'), der(0x04, sequence(der(0x82, Buffer.from(name)))));

/** A key and a certificate of its own for a host; believed by nobody who is not told. */
export function certificateOf(host: string): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const certified = sequence(
    der(0xa0, hex('020102')),
    hex('020101'),
    signedBy,
    named(host),
    sequence(moment('200101000000Z'), moment('491231235959Z')),
    named(host),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(alsoNamed(host))),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', certified, privateKey));
  const body = sequence(certified, signedBy, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/**
 * For a client that speaks nothing but TLS to port 443 of a host: a front that hands what it is told
 * to a plain address, and an agent that leads there. The certificate is checked as ever.
 */
export async function openTlsFront(host: string, target: string) {
  const { key, cert } = certificateOf(host);
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer({ key, cert }, (incoming) => {
    const outgoing = connect(Number(port), hostname);
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => sockets.delete(one));
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const agent = new https.Agent();
  agent.createConnection = () => connectTls({ ...at, servername: host, ca: cert });
  return {
    agent,
    async close(): Promise<void> {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
