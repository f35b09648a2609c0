import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { MediaSettings } from '../ground/settings.ts';
import { oneOf, setting, type formsOf } from './setting.ts';

const readBy = ['product'] as const;
const text = z.string().optional();

/** Where files of pictures lie. */
export const mediaSettings = {
  KONTOR_MEDIA_STORE: setting({
    form: oneOf('database', 'folder', 's3').default('database'),
    readBy,
    means:
      'where new pictures go; those that lie elsewhere are shown from there, as long as that is set too, until `kontor media move` brings them here',
  }),
  KONTOR_MEDIA_FOLDER: setting({
    form: z
      .string()
      .refine(isAbsolute, { error: 'a whole path such as /srv/kontor/pictures' })
      .optional(),
    readBy,
    means: 'the folder, which is there and is the same for all processes of the shop',
  }),
  KONTOR_MEDIA_S3_ENDPOINT: setting({
    form: z
      .url({
        protocol: /^https?$/,
        error: 'an address such as https://s3.eu-central-1.amazonaws.com',
      })
      .optional(),
    readBy,
    means: 'where S3, or what speaks as it does, is reached; without the name of the bucket',
  }),
  KONTOR_MEDIA_S3_REGION: setting({
    form: z.string().default('us-east-1'),
    readBy,
    means: 'the region that requests are signed for',
  }),
  KONTOR_MEDIA_S3_BUCKET: setting({
    form: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
        error: 'the name of a bucket, of 3 to 63 small letters, digits, dots and hyphens,',
      })
      .optional(),
    readBy,
    means: 'the bucket, which nobody else writes to',
  }),
  KONTOR_MEDIA_S3_KEY_ID: setting({
    form: text,
    readBy,
    isSecret: true,
    means: 'the id of its access key',
  }),
  KONTOR_MEDIA_S3_SECRET: setting({
    form: text,
    readBy,
    isSecret: true,
    means: 'the secret of its access key, which may read, write and delete objects of the bucket',
  }),
  KONTOR_MEDIA_S3_PATH_STYLE: setting({
    form: oneOf('on', 'off').default('off'),
    readBy,
    means:
      'whether the bucket stands in the path, as MinIO and others have it, instead of before the host',
  }),
};

type Read = z.output<ReturnType<typeof formsOf<typeof mediaSettings>>>;

const together = [
  'KONTOR_MEDIA_S3_ENDPOINT',
  'KONTOR_MEDIA_S3_BUCKET',
  'KONTOR_MEDIA_S3_KEY_ID',
  'KONTOR_MEDIA_S3_SECRET',
] as const;

/** A store that is half set would be found out with the first picture. */
export function refuseHalfSetStores(read: Read): string[] {
  const lacking = together.filter((name) => read[name] === undefined);
  const isHalfSet = lacking.length > 0 && lacking.length < together.length;
  const isWanted = read.KONTOR_MEDIA_STORE === 's3' && lacking.length > 0;
  return [
    ...(isHalfSet || isWanted
      ? [`Pictures cannot lie in a bucket without ${lacking.join(', ')}.`]
      : []),
    ...(read.KONTOR_MEDIA_STORE === 'folder' && read.KONTOR_MEDIA_FOLDER === undefined
      ? ['Pictures cannot lie in a folder without KONTOR_MEDIA_FOLDER, its whole path.']
      : []),
  ];
}

/** Undefined where all of it is as unless told. */
export function mediaSettingsOf(read: Read): MediaSettings | undefined {
  const { KONTOR_MEDIA_STORE: store, KONTOR_MEDIA_FOLDER: folder } = read;
  const { KONTOR_MEDIA_S3_ENDPOINT: endpoint, KONTOR_MEDIA_S3_BUCKET: bucket } = read;
  const { KONTOR_MEDIA_S3_KEY_ID: keyId, KONTOR_MEDIA_S3_SECRET: secret } = read;
  const region = read.KONTOR_MEDIA_S3_REGION;
  const pathStyle = read.KONTOR_MEDIA_S3_PATH_STYLE === 'on';
  const s3 =
    endpoint && bucket && keyId && secret ? { endpoint, bucket, keyId, secret } : undefined;
  if (store === 'database' && folder === undefined && s3 === undefined) return undefined;
  return {
    store,
    ...(folder === undefined ? {} : { folder }),
    ...(s3 === undefined ? {} : { s3: { ...s3, region, pathStyle } }),
  };
}
