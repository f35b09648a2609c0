import { newIdempotencyKey, told } from '@kontor/sdk';
import { useRef, useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { isUnclear } from '../../asking/unclear.ts';
import { Modal } from '../../shell/modal.tsx';
import { minorOf } from '../../words/formats.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { headersOf, isOvertaken, type Product } from '../product-commands.ts';
import type { Channel } from '../use-channels.ts';
import type { PanelShown } from './product-page.tsx';
import { momentOf } from './shop-time.ts';
import type { Editing } from './use-product.ts';

/** Prices that begin and end by themselves. */
export function PlannedPrices({ editing, channels, mayEdit }: PanelShown) {
  const { words, formats } = usePageSpeech();
  const { page } = words.products;
  const [isPlanning, setPlanning] = useState(false);
  const { product, command } = editing;
  const planned = product.variants.flatMap(({ sku, salePrices }) =>
    salePrices.map((price) => ({ sku, ...price })),
  );
  const remove = (salePriceId: string) =>
    void command((read) =>
      told(
        kontor.DELETE('/v1/admin/products/{productId}/sale-prices/{salePriceId}', {
          params: { path: { productId: read.productId, salePriceId }, header: headersOf(read) },
        }),
      ),
    ).catch(() => undefined);
  const canPlan = mayEdit && product.variants.length > 0 && product.channels.length > 0;
  return (
    <section className="panel" aria-labelledby="planned">
      <header>
        <h2 id="planned">{page.planned}</h2>
        {canPlan && (
          <div className="right">
            <button type="button" className="button" onClick={() => setPlanning(true)}>
              {page.plan}
            </button>
          </div>
        )}
      </header>
      {planned.length === 0 && <p className="fields muted">{page.noPlanned}</p>}
      <ul className="lines num">
        {planned.map(({ sku, salePriceId, channel, amountMinor, currency, startsAt, endsAt }) => (
          <li key={salePriceId}>
            <b>{sku}</b>
            <span>{formats.money(amountMinor, currency)}</span>
            <span className="muted">
              {channels.find(({ code }) => code === channel)?.name ?? channel}
            </span>
            <span>
              {formats.moment(startsAt)} – {endsAt ? formats.moment(endsAt) : page.forever}
            </span>
            {mayEdit && (
              <button
                type="button"
                className="link"
                aria-label={page.removePlanned(sku, formats.money(amountMinor, currency))}
                onClick={() => remove(salePriceId)}
              >
                {page.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      {isPlanning && (
        <PlanDialog
          editing={editing}
          channels={channels}
          mayEdit={mayEdit}
          onClose={() => setPlanning(false)}
        />
      )}
    </section>
  );
}

interface Plan {
  readonly sku: string;
  readonly channel: string;
  readonly price: string;
  readonly from: string;
  readonly until: string;
}

function PlanDialog({ editing, channels, onClose }: PanelShown & { onClose: () => void }) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const { product, command, commanding } = editing;
  const listed = channels.filter(({ code }) => product.channels.includes(code));
  const [plan, setPlan] = useState<Plan>({
    sku: product.variants[0]!.sku,
    channel: listed[0]?.code ?? '',
    price: '',
    from: '',
    until: '',
  });
  const { error, isUnclear: isFrozen, send } = useSending(command, onClose);
  const [isWrong, setWrong] = useState(false);
  const field = (name: keyof Plan) => ({
    value: plan[name],
    disabled: isFrozen || commanding.isPending,
    onChange: ({ target }: { target: { value: string } }) =>
      setPlan({ ...plan, [name]: target.value }),
  });
  const submit = () => {
    const currency = listed.find(({ code }) => code === plan.channel)?.currency ?? 'EUR';
    const amountMinor = minorOf(plan.price, currency);
    setWrong(amountMinor === undefined);
    if (amountMinor === undefined) return;
    const { sku, channel } = plan;
    const endsAt = momentOf(plan.until) ?? null;
    send(sku, { channel, amountMinor, startsAt: momentOf(plan.from), endsAt });
  };
  return (
    <Modal title={page.plan} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <PlanFields product={product} listed={listed} isWrong={isWrong} field={field} />
        {error}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={commanding.isPending}>
            {page.plan}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

interface FieldsShown {
  readonly product: Product;
  readonly listed: readonly Channel[];
  readonly isWrong: boolean;
  readonly field: (name: keyof Plan) => {
    readonly value: string;
    readonly disabled: boolean;
    readonly onChange: (event: { target: { value: string } }) => void;
  };
}

function PlanFields({ product, listed, isWrong, field }: FieldsShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  return (
    <div className="two">
      <label className="field">
        {page.sku}
        <select {...field('sku')}>
          {product.variants.map(({ sku }) => (
            <option key={sku}>{sku}</option>
          ))}
        </select>
      </label>
      <label className="field">
        {page.channel}
        <select {...field('channel')}>
          {listed.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {page.price}
        <input inputMode="decimal" aria-invalid={isWrong} {...field('price')} />
        {isWrong && <span className="wrong">{words.products.problems.amount}</span>}
      </label>
      <span />
      <label className="field">
        {page.from}
        <input type="datetime-local" {...field('from')} />
      </label>
      <label className="field">
        {page.until}
        <input type="datetime-local" {...field('until')} />
      </label>
    </div>
  );
}

interface Planned {
  readonly channel: string;
  readonly amountMinor: number;
  /** Undefined: from when it is sent first. */
  readonly startsAt: string | undefined;
  readonly endsAt: string | null;
}

/**
 * Under one key, from one moment, until it was answered or refused: then the next one is another.
 * Where the answer was lost it is sent again as it was, so nothing of it is changed meanwhile.
 */
function useSending(command: Editing['command'], onDone: () => void) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const intention = useRef(intend());
  const [error, setError] = useState<unknown>();
  const send = (sku: string, { startsAt, ...planned }: Planned) => {
    if (error === undefined || !isUnclear(error)) intention.current = intend();
    const { key, now } = intention.current;
    const body = { ...planned, startsAt: startsAt ?? now };
    void command((read) =>
      told(
        kontor.POST('/v1/admin/products/{productId}/variants/{sku}/sale-prices', {
          params: {
            path: { productId: read.productId, sku },
            header: { ...headersOf(read), 'Idempotency-Key': key },
          },
          body,
        }),
      ),
    ).then(onDone, setError);
  };
  const shown = error !== undefined && (
    <p className="alert" role="alert">
      {isOvertaken(error) ? words.products.page.overtaken : textOf(error)}
    </p>
  );
  return { error: shown, isUnclear: error !== undefined && isUnclear(error), send };
}

const intend = () => ({ key: newIdempotencyKey(), now: new Date().toISOString() });
