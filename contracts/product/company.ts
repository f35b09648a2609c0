import { z } from 'zod';
import { isTimeZone } from '#kernel/clock.ts';
import { codeText, countryCode, text } from '../shapes.ts';
import { upTo } from './admin-shapes.ts';

/** Without spaces; its check digits must fit. */
const iban = z
  .string()
  .regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/)
  .refine(checksum, { error: 'The check digits of the IBAN do not fit.' })
  .meta({ examples: ['DE89370400440532013000'] });

function checksum(account: string): boolean {
  if (!/^[A-Z0-9]{15,34}$/.test(account)) return false;
  const digits = Array.from(account.slice(4) + account.slice(0, 4), (letter) =>
    Number.parseInt(letter, 36),
  ).join('');
  return BigInt(digits) % 97n === 1n;
}

/** Where money is paid to. */
const bankAccount = z
  .strictObject({
    accountHolder: text(70),
    iban,
    bic: z
      .string()
      .regex(/^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/)
      .nullable()
      .meta({ examples: ['COBADEFFXXX'] }),
    bankName: upTo(70, 'written'),
  })
  .meta({ id: 'BankAccount' });

const logoBytesMax = 60_000;
/** PNG and JPEG, by their first bytes. */
const pictures = /^(?:iVBORw0KGgo|\/9j\/)/;

const logo = z
  .string()
  .max(Math.ceil((logoBytesMax * 4) / 3) + 4)
  .regex(/^[A-Za-z0-9+/]+=*$/)
  .regex(pictures, { error: 'A PNG or a JPEG in Base64.' })
  .meta({ description: 'A PNG or JPEG of at most 60 kB, in Base64, for the head of documents' });

/** Who sells in a channel, as its documents say it. */
export const company = z
  .strictObject({
    /** As customers know it, at the head of documents. */
    name: text(120),
    legalName: text(200),
    street: text(200),
    postalCode: upTo(16, 'number'),
    city: text(120),
    countryCode,
    email: upTo(254, 'code'),
    phone: upTo(40, 'number'),
    websiteUrl: upTo(300, 'code'),
    taxIds: z
      .array(z.strictObject({ label: text(40), value: codeText(40) }))
      .max(10)
      .meta({ examples: [[{ label: 'USt-IdNr.', value: 'DE123456789' }]] }),
    registerEntries: z
      .array(codeText(200))
      .max(10)
      .meta({ examples: [['Amtsgericht Hamburg, HRB 12345', 'Geschäftsführerin: Ada Sievers']] }),
    bankAccount: bankAccount.nullable(),
    logo: logo.nullable(),
  })
  .meta({
    id: 'Company',
    examples: [
      {
        name: 'Kontor',
        legalName: 'Kontor Demo Store GmbH',
        street: 'Alter Wandrahm 1',
        postalCode: '20457',
        city: 'Hamburg',
        countryCode: 'DE',
        email: 'shop@kontor.example',
        phone: '+49 40 12345678',
        websiteUrl: 'https://kontor.example',
        taxIds: [{ label: 'USt-IdNr.', value: 'DE123456789' }],
        registerEntries: ['Amtsgericht Hamburg, HRB 12345', 'Geschäftsführerin: Ada Sievers'],
        bankAccount: {
          accountHolder: 'Kontor Demo Store GmbH',
          iban: 'DE89370400440532013000',
          bic: 'COBADEFFXXX',
          bankName: 'Commerzbank',
        },
        logo: null,
      },
    ],
  });
export type Company = z.output<typeof company>;

/** A name of the IANA's list, such as Europe/Berlin. */
export const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, { error: 'A time zone of the IANA’s list, such as Europe/Berlin.' })
  .meta({ examples: ['Europe/Berlin'] });

/** Of the channel; null is as the shop’s settings have it. */
export const ofChannel = {
  timeZone: timeZone.nullable(),
  company: company.nullable(),
};
