import { encode } from 'uqr';
import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { CodeField } from '../entering/second-step.tsx';
import { Field } from '../fields.tsx';
import { nothingSaid, saidOf, statusOf, type Said } from '../refusals.ts';

interface SecondFactor {
  readonly since: string | null;
  readonly recoveryCodesLeft: number;
}

interface BegunTotp {
  readonly secret: string;
  readonly uri: string;
}

/** Whether signing in asks for a code, with what can be done about it. */
export async function authenticatorPage(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? pageOf(request, nothingSaid);
}

/** Shows the secret of a new app, as a picture and in letters. */
export async function beginAuthenticator(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const currentPassword = request.form.get('currentPassword') ?? '';
  const begun = await request.attempt('beginTotp', { currentPassword });
  if (!begun.ok) return pageOf(request, saidOf(request, begun.refused));
  return setUpPage(request, begun.value as BegunTotp, nothingSaid);
}

/** From the app's first code on it counts. */
export async function confirmAuthenticator(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { form, session, at } = request;
  const code = form.get('code')?.trim() ?? '';
  const confirmed = await session.confirmTotp({ code });
  if (confirmed.ok) return codesPage(request, confirmed.value.recoveryCodes);
  // Sent once more, by a browser that loads the page again: what it was for is done or over.
  const begun = begunOf(form);
  if (confirmed.refused.code === 'totp_not_begun' || !begun) {
    return { status: 303, location: at.account('/security/app') };
  }
  return setUpPage(request, begun, saidOf(request, confirmed.refused));
}

export async function renewCodes(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const code = request.form.get('code')?.trim() ?? '';
  const renewed = await request.attempt('renewRecoveryCodes', { code });
  if (!renewed.ok) return pageOf(request, saidOf(request, renewed.refused));
  return codesPage(request, (renewed.value as { recoveryCodes: string[] }).recoveryCodes);
}

export async function removeAuthenticator(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const code = request.form.get('code')?.trim() ?? '';
  const removed = await request.attempt('disableTotp', { code });
  if (!removed.ok) return pageOf(request, saidOf(request, removed.refused));
  return { status: 303, location: request.at.account('/security/app', { done: 'app-removed' }) };
}

/** What the page that a form was on had shown: the shop keeps the secret sealed, and tells it once. */
function begunOf(form: URLSearchParams): BegunTotp | undefined {
  const secret = form.get('secret') ?? '';
  const uri = form.get('uri') ?? '';
  const isOurs = /^[A-Z2-7]{16,64}$/.test(secret) && /^otpauth:\/\/totp\/\S{1,900}$/.test(uri);
  return isOurs ? { secret, uri } : undefined;
}

async function pageOf(request: PageRequest, said: Said): Promise<Page> {
  const { account } = request.words;
  const standing = await request.ask<SecondFactor>('getSecondFactor');
  return accountPage(request, {
    section: 'security',
    title: account.factor.title,
    alert: said.alert,
    status: statusOf(said),
    children:
      standing.since === null ? (
        <Begin request={request} said={said} />
      ) : (
        <Active request={request} said={said} standing={standing} since={standing.since} />
      ),
  });
}

function Begin({ request, said }: { request: PageRequest; said: Said }) {
  const { words, at } = request;
  const { account } = words;
  return (
    <form class="fields" method="post" action={at.account('/security/app/begin')}>
      <FormFields request={request} />
      <p>{account.factor.what}</p>
      <Field
        request={request}
        name="currentPassword"
        label={account.security.currentPassword}
        type="password"
        autoComplete="current-password"
        maxLength={512}
        wrong={said.wrong}
      />
      <p class="muted">{account.security.changeWhat}</p>
      <button class="button">{account.factor.begin}</button>
    </form>
  );
}

function Active({
  request,
  said,
  standing,
  since,
}: {
  request: PageRequest;
  said: Said;
  standing: SecondFactor;
  since: string;
}) {
  const { words, at, formats, shop } = request;
  const { factor } = words.account;
  return (
    <form class="fields" method="post" action={at.account('/security/app/codes')}>
      <FormFields request={request} />
      <p>{factor.active(formats.moment(since, shop.timeZone))}</p>
      <p>{factor.left(standing.recoveryCodesLeft)}</p>
      <CodeField request={request} wrong={said.wrong} />
      <p class="muted">{factor.changeWhat}</p>
      <p>
        <button class="button">{factor.renew}</button>
      </p>
      <p>
        <button class="button plain" formAction={at.account('/security/app/remove')}>
          {factor.remove}
        </button>
      </p>
    </form>
  );
}

function setUpPage(request: PageRequest, { secret, uri }: BegunTotp, said: Said): Page {
  const { words, at } = request;
  const { factor } = words.account;
  return accountPage(request, {
    section: 'security',
    title: factor.setUpTitle,
    alert: said.alert,
    status: statusOf(said),
    children: (
      <form class="fields" method="post" action={at.account('/security/app/confirm')}>
        <FormFields request={request} />
        <input type="hidden" name="secret" value={secret} />
        <input type="hidden" name="uri" value={uri} />
        <p>{factor.scan}</p>
        <QrCode text={uri} label={factor.qr} />
        <p>
          {factor.typed} <code dir="ltr">{secret.match(/.{1,4}/g)!.join(' ')}</code>
        </p>
        <p>
          <a href={uri}>{factor.here}</a>
        </p>
        <CodeField request={request} wrong={said.wrong} isOfApp />
        <button class="button">{factor.confirm}</button>
      </form>
    ),
  });
}

function codesPage(request: PageRequest, codes: readonly string[]): Page {
  const { words, at } = request;
  const { factor } = words.account;
  return accountPage(request, {
    section: 'security',
    title: factor.codesTitle,
    children: (
      <>
        <p role="status">{factor.codesWhat}</p>
        <ul class="recovery-codes" dir="ltr">
          {codes.map((each) => (
            <li key={each}>
              <code>{each}</code>
            </li>
          ))}
        </ul>
        <p>
          <a class="button" href={at.account('/security')}>
            {factor.codesKept}
          </a>
        </p>
      </>
    ),
  });
}

/** One path of squares on white, with the quiet edge that readers ask for. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const squares = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width="220"
      height="220"
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={squares.join('')} fill="#000" />
    </svg>
  );
}
