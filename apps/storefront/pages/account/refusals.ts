import type { Refusal } from '../../../../services/api-gateway/api-gateway/replies/problem.ts';
import type { PageRequest } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import type { Wrong } from './fields.tsx';

/** What a form was refused with: above all, and beside its fields. */
export interface Said {
  readonly alert?: string | undefined;
  readonly wrong: Wrong;
}

export const nothingSaid: Said = { wrong: {} };

export function statusOf({ alert, wrong }: Said): 200 | 422 {
  return alert === undefined && Object.keys(wrong).length === 0 ? 200 : 422;
}

interface Problem {
  readonly field?: string;
  readonly message: string;
}

/**
 * Says a refusal in the shop's words. What is wrong with a password stands beside `passwordField`;
 * what cannot be said by a form is a page of its own.
 */
export function saidOf(request: PageRequest, refused: Refusal, passwordField = 'password'): Said {
  const { words, formats } = request;
  const { wrong } = words.account;
  const { retryAfterSeconds = 60 } = (refused.details ?? {}) as { retryAfterSeconds?: number };
  const beside = (field: string, text: string): Said => ({
    alert: wrong.look,
    wrong: { [field]: text },
  });
  switch (refused.code) {
    case 'password_too_short':
      return beside(passwordField, wrong.passwordShort);
    case 'password_too_long':
      return beside(passwordField, wrong.passwordLong);
    case 'password_too_common':
      return beside(passwordField, wrong.passwordCommon);
    case 'current_password_wrong':
      return beside('currentPassword', wrong.currentPassword);
    case 'code_invalid':
      return beside('code', wrong.code);
    case 'email_unchanged':
      return beside('email', wrong.emailUnchanged);
    case 'phone_invalid':
      return beside('phone', wrong.phone);
    case 'passkey_invalid':
    case 'passkey_unknown':
    case 'passkey_known':
    case 'passkey_limit_reached':
    case 'passkey_not_found':
    case 'passkeys_unavailable':
      return { alert: words.account.passkeys.refused[refused.code], wrong: {} };
    case 'credentials_invalid':
      return { alert: wrong.credentials, wrong: {} };
    case 'too_many_attempts':
      return { alert: wrong.tooMany(formats.minutes(retryAfterSeconds)), wrong: {} };
    case 'password_checks_busy':
      return { alert: wrong.busy, wrong: {} };
    case 'login_refused':
    case 'registration_refused':
      return { alert: wrong.refused, wrong: {} };
    case 'staff_account':
      return { alert: wrong.staff, wrong: {} };
    default:
      return ofFields(request, refused);
  }
}

function ofFields({ words }: PageRequest, refused: Refusal): Said {
  const known: Readonly<Record<string, string>> = {
    email: words.account.wrong.email,
    name: words.account.wrong.name,
    firstName: words.account.wrong.name,
    lastName: words.account.wrong.name,
    phone: words.account.wrong.phone,
    password: words.account.wrong.missing,
    newPassword: words.account.wrong.missing,
    currentPassword: words.account.wrong.missing,
    code: words.account.wrong.code,
  };
  const { problems = [] } = (refused.details ?? {}) as { problems?: readonly Problem[] };
  const told = problems.map(({ field, message }) => [field, message] as const);
  const found = (refused.errors ?? []).map(
    ({ field, message }) => [field, known[field] ?? message] as const,
  );
  const wrong = [...told, ...found].flatMap(([field, message]): [string, string][] =>
    field === undefined ? [] : [[field.replace(/^address\./, ''), message]],
  );
  if (wrong.length > 0)
    return { alert: words.account.wrong.look, wrong: Object.fromEntries(wrong) };
  if (refused.status >= 500 || refused.status === 429) {
    throw new PageRefused(refused.status, refused.retryAfterSeconds);
  }
  return { alert: words.account.wrong.notTaken, wrong: {} };
}
