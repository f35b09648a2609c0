import { generateKeyPairSync, sign } from 'node:crypto';

/** One value of DER: its kind, its length and what it holds. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...sizeOf(content)]), content]);
}

function sizeOf({ length }: Buffer): number[] {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
/** ECDSA with SHA-256, as certificates name it: its keys are made in no time, unlike those of RSA. */
const signedBy = sequence(hex('06082a8648ce3d040302'));
/** The common name. */
const named = (name: string): Buffer =>
  sequence(der(0x31, sequence(hex('0603550403'), der(0x0c, Buffer.from(name)))));
const moment = (time: string): Buffer => der(0x17, Buffer.from(time));
/** The subject's alternative name, by which hosts are told. */
const alsoNamed = (name: string): Buffer =>
  sequence(hex('0603551d11'), der(0x04, sequence(der(0x82, Buffer.from(name)))));

/**
 * A key and a certificate of its own for a host; believed by nobody who is not told.
 * @param ends as `YYMMDDhhmmssZ`
 */
export function certificateOf(
  host: string,
  ends = '491231235959Z',
): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const certified = sequence(
    der(0xa0, hex('020102')),
    hex('020101'),
    signedBy,
    named(host),
    sequence(moment('200101000000Z'), moment(ends)),
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
