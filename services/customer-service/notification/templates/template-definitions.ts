import type { z } from 'zod';
import { sentTemplate } from '#contracts/notification/index.ts';

export type TemplateName = z.output<typeof sentTemplate>;

interface TemplateDefinition {
  /**
   * What belongs to a contract or an account is always sent. A notice is what somebody once asked
   * for, and unsubscribes from; marketing needs consent besides.
   */
  readonly purpose: 'transactional' | 'notice' | 'marketing';
  /** Whether a person with a telephone gets an SMS too. */
  readonly sms: boolean;
  /** It carries a secret link to this path, which is forgotten with the first outcome. */
  readonly secret: false | { readonly path: string };
}

const mail = { purpose: 'transactional', sms: false, secret: false } as const;
const mailAndSms = { ...mail, sms: true } as const;
const secretMail = (path: string) => ({ ...mail, secret: { path } }) as const;

/** Every message that can be sent: what it is for, and by which ways it goes. */
export const templateDefinitions: Readonly<Record<TemplateName, TemplateDefinition>> = {
  order_confirmation: mail,
  order_cancelled: mail,
  order_refunded: mail,
  order_credited: mail,
  withdrawal_received: mail,
  withdrawal_notice: mail,
  payment_reminder: mail,
  parcel_shipped: mailAndSms,
  parcel_out_for_delivery: mailAndSms,
  parcel_delivered: mailAndSms,
  parcel_exception: mailAndSms,
  verify_email: secretMail('/verify-email'),
  reset_password: secretMail('/reset-password'),
  account_exists: mail,
  password_changed: mail,
  guard_changed: mail,
  email_change: secretMail('/change-email'),
  ticket_reply: mail,
  watch_confirmation: secretMail('/watch'),
  back_in_stock: { ...mail, purpose: 'notice' },
  low_stock: { ...mail, purpose: 'notice' },
};

export const templateNames = sentTemplate.options;
/** Languages that every template is built in for; other languages read the first one. */
export const builtInLocales = ['en', 'de'] as const;
export type BuiltInLocale = (typeof builtInLocales)[number];
