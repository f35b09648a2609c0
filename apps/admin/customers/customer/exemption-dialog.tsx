import { told, type Schemas } from '@kontor/sdk';
import { useForm, type UseFormRegister } from 'react-hook-form';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { useDeed } from './use-customer.ts';

type Reason = Schemas['TaxExemption']['reason'];
const reasons = [
  'resale',
  'government',
  'diplomatic',
  'nonprofit',
  'education',
  'other',
] as const satisfies readonly Reason[];

interface Form {
  readonly reason: Reason;
  readonly certificateNumber: string;
  readonly issuedBy: string;
  readonly places: string;
  readonly validFrom: string;
  readonly validUntil: string;
}

/** A certificate as its paper says it. */
export function ExemptionDialog({
  customerId,
  onClose,
}: {
  customerId: string;
  onClose: () => void;
}) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const names = words.customers;
  const { register, handleSubmit } = useForm<Form>({ defaultValues: { reason: 'resale' } });
  const recorded = useDeed(customerId, ({ places, validUntil, ...given }: Form, key) =>
    told(
      kontor.POST('/v1/admin/customers/{customerId}/tax-exemptions', {
        params: { path: { customerId }, header: { 'Idempotency-Key': key } },
        body: {
          ...given,
          places: places
            .toUpperCase()
            .split(/[\s,;]+/)
            .filter(Boolean),
          validUntil: validUntil === '' ? null : validUntil,
        },
      }),
    ),
  );
  const send = handleSubmit((given) => recorded.mutate(given, { onSuccess: onClose }));
  return (
    <Modal title={names.addExemption} onClose={onClose}>
      <form className="modal-body" onSubmit={(event) => void send(event)}>
        <Fields register={register} />
        {recorded.error && (
          <p className="alert" role="alert">
            {textOf(recorded.error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={recorded.isPending}>
            {names.keep}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

function Fields({ register }: { register: UseFormRegister<Form> }) {
  const { words } = usePageSpeech();
  const names = words.customers;
  return (
    <div className="two">
      <label className="field">
        {names.reason}
        <select {...register('reason')}>
          {reasons.map((each) => (
            <option key={each} value={each}>
              {names.reasons[each]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {names.certificate}
        <input required maxLength={60} {...register('certificateNumber')} />
      </label>
      <label className="field">
        {names.issuedBy}
        <input required maxLength={120} {...register('issuedBy')} />
      </label>
      <label className="field">
        {names.places}
        <input required placeholder="DE, US-NY" {...register('places')} />
      </label>
      <label className="field">
        {names.validFrom}
        <input required type="date" {...register('validFrom')} />
      </label>
      <label className="field">
        {names.validUntil}
        <input type="date" {...register('validUntil')} />
      </label>
    </div>
  );
}
