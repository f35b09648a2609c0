import { usePageSpeech } from '../../words/speech.tsx';
import type { Customer } from './use-customer.ts';

/** How they are reached, in which language, and what the shop keeps in fields of its own. */
export function Profile({ customer: { profile, attributes } }: { customer: Customer }) {
  const { words } = usePageSpeech();
  const names = words.customers;
  const { email, phone, locale } = profile;
  return (
    <section className="panel" aria-labelledby="profile">
      <header>
        <h2 id="profile">{names.profile}</h2>
      </header>
      <dl className="kv first num">
        <div>
          <dt>{words.order.email}</dt>
          <dd>
            <a className="link" href={`mailto:${email}`}>
              {email}
            </a>
          </dd>
        </div>
        {phone && (
          <div>
            <dt>{words.order.phone}</dt>
            <dd>{phone}</dd>
          </div>
        )}
        <div>
          <dt>{names.locale}</dt>
          <dd>{words.me.languages[locale.slice(0, 2) as 'en'] ?? locale}</dd>
        </div>
        {Object.entries(attributes).map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
