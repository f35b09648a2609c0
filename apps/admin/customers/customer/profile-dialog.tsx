import { KontorProblem, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm, type UseFormRegister } from 'react-hook-form';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Modal } from '../../shell/modal.tsx';
import { languages } from '../../words/language.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { readCustomerAnew, type Customer } from './use-customer.ts';

interface Form {
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string;
  readonly locale: string;
}

/** Changes the profile as it was read; where somebody else was first, both are shown side by side. */
export function ProfileDialog({
  customer: { profile },
  onClose,
}: {
  customer: Customer;
  onClose: () => void;
}) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const names = words.customers;
  const { customerId } = profile;
  const [version, setVersion] = useState(profile.version);
  const form = useForm<Form>({ defaultValues: formOf(profile) });
  const kept = useMutation({
    mutationFn: ({ firstName, lastName, phone, locale }: Form) =>
      told(
        kontor.PATCH('/v1/admin/customers/{customerId}', {
          params: { path: { customerId }, header: { 'If-Match': `"${version}"` } },
          body: {
            firstName: firstName.trim() || null,
            lastName: lastName.trim() || null,
            phone: phone.trim() || null,
            locale,
          },
        }),
      ),
    onSuccess: () => readCustomerAnew(customerId).then(onClose),
    onError: () => void readCustomerAnew(customerId),
  });
  const isOvertaken = kept.error instanceof KontorProblem && kept.error.status === 412;
  // Until theirs was read there is nothing to show beside one's own.
  const showsBoth = isOvertaken && version !== profile.version;
  return (
    <Modal title={names.editTitle} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => void form.handleSubmit((given) => kept.mutate(given))(event)}
      >
        <Fields register={form.register} locale={profile.locale} />
        {showsBoth && (
          <Overtaken
            theirs={formOf(profile)}
            mine={form.getValues()}
            onMine={() => {
              setVersion(profile.version);
              kept.reset();
            }}
          />
        )}
        {kept.error && !showsBoth && (
          <p className="alert" role="alert">
            {isOvertaken ? names.overtaken : textOf(kept.error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={kept.isPending}>
            {names.keep}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

function Fields({ register, locale }: { register: UseFormRegister<Form>; locale: string }) {
  const { words } = usePageSpeech();
  const names = words.customers;
  const locales = [...new Set([...Object.keys(languages), locale])];
  return (
    <div className="two">
      <label className="field">
        {names.firstName}
        <input maxLength={100} {...register('firstName')} />
      </label>
      <label className="field">
        {names.lastName}
        <input maxLength={100} {...register('lastName')} />
      </label>
      <label className="field">
        {words.order.phone}
        <input type="tel" maxLength={40} {...register('phone')} />
      </label>
      <label className="field">
        {names.locale}
        <select {...register('locale')}>
          {locales.map((each) => (
            <option key={each} value={each}>
              {words.me.languages[each as 'en'] ?? each}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

const formOf = ({ firstName, lastName, phone, locale }: Customer['profile']): Form => ({
  firstName: firstName ?? '',
  lastName: lastName ?? '',
  phone: phone ?? '',
  locale,
});

function Overtaken({ theirs, mine, onMine }: { theirs: Form; mine: Form; onMine: () => void }) {
  const { words } = usePageSpeech();
  const names = words.customers;
  const said = ({ firstName, lastName, phone, locale }: Form) =>
    [`${firstName} ${lastName}`.trim(), phone, locale].filter(Boolean).join(', ');
  return (
    <div className="meanwhile" role="alert">
      <p>{names.overtaken}</p>
      <div className="two">
        <div>
          <h3>{names.theirs}</h3>
          <p className="num">{said(theirs)}</p>
        </div>
        <div>
          <h3>{names.yours}</h3>
          <p className="num">{said(mine)}</p>
        </div>
      </div>
      <button type="button" className="button" onClick={onMine}>
        {names.mine}
      </button>
    </div>
  );
}
