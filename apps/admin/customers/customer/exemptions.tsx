import { told, type Schemas } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { ExemptionDialog } from './exemption-dialog.tsx';
import { useDeed, usePart } from './use-customer.ts';

/** Certificates by which they buy without tax; those that were ended stand there still. */
export function Exemptions({ customerId, mayWrite }: { customerId: string; mayWrite: boolean }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const [isOpen, setOpen] = useState(false);
  const names = words.customers;
  const { data } = usePart(customerId, 'exemptions', () =>
    told(
      kontor.GET('/v1/admin/customers/{customerId}/tax-exemptions', {
        params: { path: { customerId } },
      }),
    ),
  );
  const ended = useDeed(customerId, (exemptionId: string) =>
    told(
      kontor.DELETE('/v1/admin/customers/{customerId}/tax-exemptions/{exemptionId}', {
        params: { path: { customerId, exemptionId } },
      }),
    ),
  );
  const kept = data?.items ?? [];
  if (kept.length === 0 && !mayWrite) return null;
  return (
    <section className="panel" aria-labelledby="exemptions">
      <header>
        <h2 id="exemptions">{names.exemptions}</h2>
        {mayWrite && (
          <button type="button" className="link right" onClick={() => setOpen(true)}>
            {names.addExemption}
          </button>
        )}
      </header>
      {data && kept.length === 0 && <p className="nothing muted">{names.noExemption}</p>}
      <ul className="book num">
        {kept.map((each) => (
          <li key={each.exemptionId}>
            <div>
              <b>{names.reasons[each.reason]}</b> {each.certificateNumber}
              <span className="facts muted">
                <Particulars of={each} />
              </span>
            </div>
            {mayWrite && !each.endedAt && (
              <button
                type="button"
                className="button"
                aria-label={`${names.endExemption}: ${each.certificateNumber}`}
                disabled={ended.isPending}
                onClick={() => ended.mutate(each.exemptionId)}
              >
                {names.endExemption}
              </button>
            )}
          </li>
        ))}
      </ul>
      {ended.error && (
        <p className="alert" role="alert">
          {textOf(ended.error)}
        </p>
      )}
      {isOpen && <ExemptionDialog customerId={customerId} onClose={() => setOpen(false)} />}
    </section>
  );
}

function Particulars({ of }: { of: Schemas['TaxExemption'] }) {
  const { words, formats } = usePageSpeech();
  const names = words.customers;
  const { issuedBy, places, validFrom, validUntil, endedAt } = of;
  return (
    <>
      <span>{issuedBy}</span>
      <span>{places.join(', ')}</span>
      <span>
        {validUntil
          ? formats.days(validFrom, validUntil)
          : names.from(formats.days(validFrom, validFrom))}
      </span>
      {endedAt && <span>{names.ended(formats.day(new Date(endedAt)))}</span>}
    </>
  );
}
