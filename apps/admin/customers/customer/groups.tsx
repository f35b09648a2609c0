import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { ActionMenu } from '../../shell/action-menu.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { useGroups } from '../list/use-customers.ts';
import { useDeed, type Customer } from './use-customer.ts';

/** Groups decide on prices and taxes; putting somebody in is undone by taking them out. */
export function Groups({ customer, mayWrite }: { customer: Customer; mayWrite: boolean }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const names = words.customers;
  const { customerId } = customer.profile;
  const { data } = useGroups();
  const moved = useDeed(customerId, ({ code, into }: { code: string; into: boolean }) => {
    const params = { path: { code, customerId } };
    const path = '/v1/admin/customer-groups/{code}/members/{customerId}' as const;
    return into ? told(kontor.PUT(path, { params })) : told(kontor.DELETE(path, { params }));
  });
  const held = new Set(customer.groups.map(({ code }) => code));
  const others = (data?.items ?? []).filter(({ code }) => !held.has(code));
  return (
    <section className="panel" aria-labelledby="groups">
      <header>
        <h2 id="groups">{names.groups}</h2>
        {mayWrite && others.length > 0 && (
          <span className="right">
            <ActionMenu
              className="link"
              groups={[
                {
                  items: others.map(({ code, name }) => ({
                    text: name,
                    act: () => moved.mutate({ code, into: true }),
                  })),
                },
              ]}
            >
              {names.putIn}
            </ActionMenu>
          </span>
        )}
      </header>
      {customer.groups.length === 0 && <p className="nothing muted">{names.noGroup}</p>}
      <ul className="linked">
        {customer.groups.map(({ code, name }) => (
          <li key={code}>
            {name}
            {mayWrite && (
              <button
                type="button"
                className="link"
                aria-label={`${names.takeOut}: ${name}`}
                onClick={() => moved.mutate({ code, into: false })}
              >
                {names.takeOut}
              </button>
            )}
          </li>
        ))}
      </ul>
      {moved.error && (
        <p className="alert" role="alert">
          {textOf(moved.error)}
        </p>
      )}
    </section>
  );
}
