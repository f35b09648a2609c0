import type { Fields } from '../wire/wire-shape.ts';
import {
  atLeast,
  boolean,
  emptiable,
  fields,
  integer,
  like,
  list,
  must,
  number,
  oneOf,
  text,
} from '../wire/wire-shape.ts';

/** What Twilio takes of a message. Who sends it and what it says can be told in more than one way. */
const message = {
  To: must(text()),
  StatusCallback: text(),
  ApplicationSid: like(/^AP[0-9a-fA-F]{32}$/),
  MaxPrice: number,
  ProvideFeedback: boolean,
  Attempt: integer,
  ValidityPeriod: integer,
  ForceDelivery: boolean,
  ContentRetention: oneOf('retain discard'),
  AddressRetention: oneOf('retain obfuscate'),
  SmartEncoded: boolean,
  PersistentAction: list(text()),
  TrafficType: oneOf('free'),
  ShortenUrls: boolean,
  ScheduleType: oneOf('fixed'),
  SendAt: { kind: 'text', format: 'date-time' },
  SendAsMms: boolean,
  ContentVariables: text(),
  RiskCheck: oneOf('enable disable'),
  From: text(),
  FallbackFrom: text(),
  MessagingServiceSid: like(/^MG[0-9a-fA-F]{32}$/),
  Body: text(1600),
  MediaUrl: list(text()),
  ContentSid: like(/^HX[0-9a-fA-F]{32}$/),
} as const satisfies Fields;

export const createMessage = fields(message);

/** Its text can be taken away, and a message that waits taken back. */
export const updateMessage = fields({ Body: emptiable(text()), Status: oneOf('canceled') });

const moment = { kind: 'text', format: 'date-time' } as const;

/** By what Twilio's list of messages is narrowed, and its pages. */
export const listMessages = fields({
  To: text(),
  From: text(),
  DateSent: moment,
  'DateSent<': moment,
  'DateSent>': moment,
  PageSize: atLeast(1, 'integer'),
  Page: atLeast(0, 'integer'),
  PageToken: text(),
});
