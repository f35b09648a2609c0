import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ReadPage } from '../../asking/read-page.tsx';
import { useSteps } from '../../lists/use-steps.ts';
import { useMay } from '../../session/use-session.ts';
import { Mark } from '../../shell/icon.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { nameOf } from '../list/use-customers.ts';
import { Addresses } from './addresses.tsx';
import { Consents } from './consents.tsx';
import { CustomerOrders, CustomerTickets } from './customer-lists.tsx';
import { Exemptions } from './exemptions.tsx';
import { Groups } from './groups.tsx';
import { Notes } from './notes.tsx';
import { Profile } from './profile.tsx';
import { ProfileDialog } from './profile-dialog.tsx';
import { SecondFactor } from './second-factor.tsx';
import { useCustomer, type Customer } from './use-customer.ts';

const route = getRouteApi('/customers/$customerId');

/** All that the shop knows of somebody with an account. */
export function CustomerPage() {
  const { customerId } = route.useParams();
  return (
    <ReadPage reading={useCustomer(customerId)}>
      {(customer) => <CustomerShown key={customerId} customer={customer} />}
    </ReadPage>
  );
}

function CustomerShown({ customer }: { customer: Customer }) {
  const may = useMay();
  const { words } = usePageSpeech();
  const [edits, setEdits] = useState(false);
  const { profile } = customer;
  const { customerId, email } = profile;
  const mayWrite = may('customers:write');
  const { before, after, back } = useSteps(customerId, '/customers', (id) => ({
    to: '/customers/$customerId',
    params: { customerId: id },
  }));
  useKeys({
    j: after,
    k: before,
    e: mayWrite ? () => setEdits(true) : undefined,
    Escape: back,
  });
  const name = nameOf(profile) || email;
  return (
    <div className="page">
      <title>{name}</title>
      <div className="head">
        <Head customer={customer} name={name} onBack={back} />
        {mayWrite && (
          <div className="acts">
            <button type="button" className="button" onClick={() => setEdits(true)}>
              {words.customers.edit} <kbd>E</kbd>
            </button>
          </div>
        )}
      </div>
      <div className="cols">
        <div>
          <CustomerOrders customer={customer} />
          <CustomerTickets customerId={customerId} />
          <Notes customerId={customerId} mayWrite={mayWrite} />
          <Exemptions customerId={customerId} mayWrite={mayWrite} />
        </div>
        <div>
          <Profile customer={customer} />
          <Addresses customer={customer} mayWrite={mayWrite} />
          <Groups customer={customer} mayWrite={mayWrite} />
          <Consents customer={customer} />
          {mayWrite && <SecondFactor customerId={customerId} />}
        </div>
      </div>
      {edits && <ProfileDialog customer={customer} onClose={() => setEdits(false)} />}
    </div>
  );
}

interface Heading {
  readonly customer: Customer;
  readonly name: string;
  readonly onBack: () => void;
}

function Head({ customer: { profile, statistics }, name, onBack }: Heading) {
  const { words, formats } = usePageSpeech();
  const { customerId, createdAt, channel } = profile;
  return (
    <div>
      <Link
        className="back"
        to="/customers"
        onClick={(event) => {
          event.preventDefault();
          onBack();
        }}
      >
        {words.customers.title}
      </Link>
      <h1 className="person">
        <Mark of={customerId} big /> {name}
      </h1>
      <p className="num facts">
        <span>{words.customers.sinceDay(formats.day(new Date(createdAt)))}</span>
        <span>{channel}</span>
        <span>{words.order.ordersOf(statistics.orders)}</span>
        {statistics.totals.map(({ currency, totalMinor }) => (
          <span key={currency}>{formats.money(totalMinor, currency)}</span>
        ))}
      </p>
    </div>
  );
}
