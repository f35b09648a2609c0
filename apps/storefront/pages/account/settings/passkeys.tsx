import type { z } from 'zod';
import type { passkey as passkeyShape } from '#contracts/auth/passkeys.ts';
import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { Field } from '../fields.tsx';
import { PasskeyForm, responseOf } from '../passkey-form.tsx';
import { nothingSaid, saidOf, statusOf, type Said } from '../refusals.ts';
import { deviceName } from './device-name.ts';
import { askFor } from './email.tsx';
import { carriedBy, stepUp, stepUpPage } from './step-up.tsx';

type Passkey = z.output<typeof passkeyShape>;

/** The passkeys of the account, with what can be done about them. */
export async function passkeysPage(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? pageOf(request, nothingSaid);
}

/** The page on which the browser makes one. */
export async function beginPasskey(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const begun = await request.attempt('beginPasskey');
  if (!begun.ok) {
    return (
      stepUp(request, begun.refused, { change: 'add' }) ??
      pageOf(request, saidOf(request, begun.refused))
    );
  }
  return newPage(request, (begun.value as { options: object }).options);
}

export async function makePasskey(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { form, words, at } = request;
  const response = responseOf(form);
  if (!response) return pageOf(request, { alert: words.account.passkeys.needsScript, wrong: {} });
  const name = form.get('name')?.trim() || words.account.passkeys.title;
  const made = await request.attempt('createPasskey', { name, response });
  if (!made.ok) {
    return (
      stepUp(request, made.refused, { change: 'add' }) ??
      pageOf(request, saidOf(request, made.refused))
    );
  }
  return { status: 303, location: at.account('/security/passkeys', { done: 'passkey-made' }) };
}

export async function renamePasskey(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { form, params, at } = request;
  const name = form.get('name')?.trim() ?? '';
  const { passkeyId } = params;
  const renamed = await request.attempt('updatePasskey', { passkeyId, name });
  if (!renamed.ok) return pageOf(request, saidOf(request, renamed.refused));
  return { status: 303, location: at.account('/security/passkeys', { done: 'passkey-renamed' }) };
}

export async function removePasskey(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? remove(request, request.params['passkeyId']);
}

async function remove(request: PageRequest, passkeyId: string | undefined) {
  const removed = await request.attempt('deletePasskey', { passkeyId });
  const { at } = request;
  if (!removed.ok) {
    return (
      stepUp(request, removed.refused, { change: 'remove', passkeyId }) ??
      pageOf(request, saidOf(request, removed.refused))
    );
  }
  const location = at.account('/security/passkeys', { done: 'passkey-removed' });
  return { status: 303, location } as const;
}

/** Who is signed in shows once more that it is them, and what they were about to do goes on. */
export async function proveAgain(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { form, at } = request;
  const carried = carriedBy(form);
  const passkey = responseOf(form);
  const password = form.get('currentPassword');
  const given = passkey
    ? { passkey }
    : password === null
      ? { code: form.get('code')?.trim() ?? '' }
      : { password };
  const proven = await request.attempt('proveAgain', given);
  if (!proven.ok)
    return stepUpPage(request, carried, saidOf(request, proven.refused, 'currentPassword'));
  if (carried.change === 'add') return beginPasskey(request);
  if (carried.change === 'remove') return remove(request, carried.passkeyId);
  if (carried.change === 'email') return askFor(request, carried.email ?? '');
  return { status: 303, location: at.account('/security', { done: 'proven' }) };
}

async function pageOf(request: PageRequest, said: Said): Promise<Page> {
  const { words, at } = request;
  const { passkeys } = words.account;
  const { items } = await request.ask<{ items: readonly Passkey[] }>('listPasskeys');
  return accountPage(request, {
    section: 'security',
    title: passkeys.title,
    alert: said.alert,
    status: statusOf(said),
    children: (
      <>
        <p>{passkeys.what}</p>
        {items.length === 0 ? (
          <p>{passkeys.none}</p>
        ) : (
          <ul class="voyages devices">
            {items.map((each) => (
              <li key={each.passkeyId}>
                <Entry request={request} passkey={each} />
              </li>
            ))}
          </ul>
        )}
        <form method="post" action={at.account('/security/passkeys/begin')}>
          <FormFields request={request} />
          <button class="button">{passkeys.add}</button>
        </form>
        <noscript>
          <p class="muted">{passkeys.needsScript}</p>
        </noscript>
      </>
    ),
  });
}

function Entry({ request, passkey }: { request: PageRequest; passkey: Passkey }) {
  const { words, formats, at, shop, origin } = request;
  const { passkeys } = words.account;
  const { passkeyId, name, host, isSynced, createdAt, lastUsedAt } = passkey;
  const moment = (iso: string) => formats.moment(iso, shop.timeZone);
  const isElsewhere = new URL(origin).hostname !== host;
  const particulars = [
    passkeys.made(moment(createdAt)),
    lastUsedAt === null ? passkeys.unused : passkeys.used(moment(lastUsedAt)),
    ...(isSynced ? [passkeys.synced] : []),
    ...(isElsewhere ? [passkeys.elsewhere(host)] : []),
  ];
  const path = `/security/passkeys/${passkeyId}`;
  const field = `name-${passkeyId}`;
  return (
    <div class="device">
      <div>
        <b>
          <bdi>{name}</bdi>
        </b>
        <p class="muted num">{particulars.join(', ')}</p>
        <details>
          <summary>{passkeys.rename}</summary>
          <form class="fields" method="post" action={at.account(`${path}/rename`)}>
            <FormFields request={request} />
            <div class="field">
              <label for={field}>{passkeys.name}</label>
              <input
                id={field}
                name="name"
                type="text"
                autoComplete="off"
                maxLength={60}
                required
                value={name}
              />
            </div>
            <button class="button plain">{passkeys.save}</button>
          </form>
        </details>
      </div>
      <form method="post" action={at.account(`${path}/remove`)}>
        <FormFields request={request} />
        <button class="text-button" aria-label={passkeys.removeOf(name)}>
          {passkeys.remove}
        </button>
      </form>
    </div>
  );
}

function newPage(request: PageRequest, options: object): Page {
  const { words, at, session } = request;
  const { passkeys } = words.account;
  return accountPage(request, {
    section: 'security',
    title: passkeys.newTitle,
    children: (
      <>
        <PasskeyForm
          request={request}
          action={at.account('/security/passkeys')}
          options={options}
          button={passkeys.make}
        >
          <p>{passkeys.newWhat}</p>
          <Field
            request={request}
            name="name"
            label={passkeys.name}
            hint={passkeys.nameWhat}
            autoComplete="off"
            maxLength={60}
            value={deviceName(request, session.visitor.userAgent ?? null).slice(0, 60)}
            wrong={{}}
          />
        </PasskeyForm>
        <p>
          <a class="more" href={at.account('/security/passkeys')}>
            {passkeys.manage}
          </a>
        </p>
      </>
    ),
  });
}
