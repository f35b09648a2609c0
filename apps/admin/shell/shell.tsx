import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Account, Permission } from '../session/use-session.ts';
import type { Words } from '../words/en.ts';
import { useSpeech } from '../words/speech.tsx';
import { Icon, Logo, type IconName } from './icon.tsx';
import { MeMenu } from './me-menu.tsx';

interface Place {
  readonly name: keyof Words['menu'];
  readonly to: '/orders' | '/fulfillment';
  readonly icon: IconName;
  /** Who may not read it does not see it. */
  readonly needs: Permission;
}

/** What there is, in the order of a day's work. */
const places: readonly Place[] = [
  { name: 'orders', to: '/orders', icon: 'orders', needs: 'orders:read' },
  { name: 'fulfillment', to: '/fulfillment', icon: 'box', needs: 'fulfillment:read' },
];

/** Rail and bar beside the page; on phones the bar is below it. */
export function Shell({ account, children }: { account: Account; children: ReactNode }) {
  const { words } = useSpeech();
  const { shop } = document.documentElement.dataset;
  const seen = places.filter(({ needs }) => account.permissions.includes(needs));
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <aside className="side">
        <Link className="brand" to="/">
          <Logo />
          Kontor<span className="shop">{shop}</span>
        </Link>
        <nav aria-label={words.menu.label}>
          {seen.map((place) => (
            <PlaceLink key={place.name} place={place} />
          ))}
        </nav>
        <MeMenu account={account} />
      </aside>
      <main id="main" tabIndex={-1}>
        {seen.length === 0 ? <p className="page">{words.menu.nothing}</p> : children}
      </main>
      <nav className="bar" aria-label={words.menu.label}>
        {seen.slice(0, 4).map((place) => (
          <PlaceLink key={place.name} place={place} />
        ))}
        <MeMenu account={account} />
      </nav>
    </div>
  );
}

function PlaceLink({ place: { name, to, icon } }: { place: Place }) {
  const { words } = useSpeech();
  return (
    <Link to={to} activeProps={{ 'aria-current': 'page' }} activeOptions={{ includeSearch: false }}>
      <Icon name={icon} />
      {words.menu[name]}
    </Link>
  );
}
