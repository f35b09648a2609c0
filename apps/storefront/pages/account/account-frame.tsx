import type { ComponentChildren } from 'preact';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { FormFields } from '../../layout/form-fields.tsx';
import { Done } from './fields.tsx';

type Section = keyof PageRequest['words']['account']['sections'];

const sections: readonly (readonly [Section, string])[] = [
  ['orders', ''],
  ['tickets', '/tickets'],
  ['addresses', '/addresses'],
  ['lists', '/wish-list'],
  ['watches', '/watches'],
  ['preferences', '/preferences'],
  ['security', '/security'],
  ['devices', '/devices'],
];

/** Who is not signed in signs in first, and comes back here. */
export function signInFirst({ session, at, path }: PageRequest): Redirect | undefined {
  if (session.kind === 'customer') return undefined;
  // They may well be signed in: their account is only out of reach.
  if (session.notice === 'unavailable') throw new PageRefused(503);
  return { status: 303, location: at.account('/sign-in', { to: path }) };
}

export interface AccountPageParts {
  readonly section: Section;
  readonly title: string;
  readonly alert?: string | undefined;
  readonly status?: 200 | 409 | 422;
  readonly children: ComponentChildren;
}

/** A page of the account: its sections beside it, above it on phones. */
export function accountPage(request: PageRequest, parts: AccountPageParts): Page {
  const { section, title, alert, status = 200, children } = parts;
  const { words, at } = request;
  return {
    kind: 'account',
    status,
    title,
    body: (
      <div class="wrap account">
        <nav aria-label={words.account.account} class="account-nav">
          <ul>
            {sections.map(([name, path]) => (
              <li key={name}>
                <a
                  href={name === 'lists' ? at.wishes() : at.account(path)}
                  aria-current={name === section ? 'page' : undefined}
                >
                  {words.account.sections[name]}
                </a>
              </li>
            ))}
          </ul>
          <form method="post" action={at.account('/sign-out')}>
            <FormFields request={request} />
            <button class="text-button">{words.account.signOut}</button>
          </form>
        </nav>
        <div class="account-main">
          <header class="list-head">
            <h1>
              <bdi>{title}</bdi>
            </h1>
          </header>
          <Done request={request} />
          {alert !== undefined && (
            <p class="alert" role="alert">
              {alert}
            </p>
          )}
          {children}
        </div>
      </div>
    ),
  };
}
