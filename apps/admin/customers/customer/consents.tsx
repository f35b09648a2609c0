import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { usePart, type Customer } from './use-customer.ts';

/** What was agreed to and withdrawn, and where that was said. */
export function Consents({ customer: { profile } }: { customer: Customer }) {
  const { words, formats } = usePageSpeech();
  const { customerId } = profile;
  const names = words.customers;
  const { data } = usePart(customerId, 'consents', () =>
    told(
      kontor.GET('/v1/admin/customers/{customerId}/consents', {
        params: { path: { customerId } },
      }),
    ),
  );
  const entries = data?.items ?? [];
  return (
    <section className="panel" aria-labelledby="consents">
      <header>
        <h2 id="consents">{names.consents}</h2>
      </header>
      {data && entries.length === 0 && <p className="nothing muted">{names.noConsent}</p>}
      <dl className={entries.length === 0 ? 'kv' : 'kv first num'}>
        {entries.slice(0, 10).map(({ at, purpose, granted, source }) => (
          <div key={`${at} ${purpose}`}>
            <dt>{formats.moment(at)}</dt>
            <dd>
              {names.purposes[purpose]}: {granted ? names.granted : names.withdrawn}{' '}
              <span className="muted">{source}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
