/** Where links of earlier mails arrive, and where what they hold is taken. */
const leadsTo: readonly (readonly [from: string, to: string])[] = [
  ['/account/forgotten', '/reset-password'],
  ['/account/register', '/verify-email'],
];

/**
 * Earlier mails had their token behind a `#`, of which no server is told: it is led on to the page that
 * takes it. Without scripts the page that is seen asks for another mail.
 */
export function followOldLinks(): void {
  const [, token] = /^#token=([\w.~-]{20,200})$/.exec(location.hash) ?? [];
  const [, to] = leadsTo.find(([from]) => location.pathname.endsWith(from)) ?? [];
  if (token === undefined || to === undefined) return;
  location.replace(`${to}/${document.documentElement.lang.toLowerCase()}/${token}`);
}
