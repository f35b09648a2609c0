import { useEffect, useRef, useState } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { minorOf } from '../../words/formats.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { plainAmount } from '../grid/columns.ts';
import { isOvertaken, setPrice, type Variant } from '../product-commands.ts';
import type { Channel } from '../use-channels.ts';
import type { Editing } from './use-product.ts';

interface PriceShown {
  readonly editing: Editing;
  readonly variant: Variant;
  readonly channel: Channel;
  readonly mayEdit: boolean;
}

/** What a variant costs in a channel, and did before: saved when the field is left, kept as typed where it was not. */
export function PriceField({ editing, variant, channel, mayEdit }: PriceShown) {
  const { words, formats } = usePageSpeech();
  const { page } = words.products;
  const { sku } = variant;
  const { code, currency, name } = channel;
  const price = variant.prices.find((each) => each.channel === code);
  if (!mayEdit) {
    return <>{price ? formats.money(price.amountMinor, currency) : '–'}</>;
  }
  // The other amount is the one that stands when it is this one's turn: both may be left in a row.
  const send = (given: { amountMinor: number | null } | { compareAtMinor: number | null }) =>
    editing.command((read, { variants }) => {
      const now = variants
        .find((each) => each.sku === sku)
        ?.prices.find((each) => each.channel === code);
      const { amountMinor = null, compareAtMinor = null } = { ...now, ...given };
      const was = amountMinor === null ? null : compareAtMinor;
      return setPrice(read, { sku, channel: code, amountMinor, compareAtMinor: was });
    });
  return (
    <div className="prices">
      <Amount
        label={page.priceOf(sku, name)}
        minor={price?.amountMinor ?? null}
        currency={currency}
        send={(amountMinor) => send({ amountMinor })}
      />
      {price && (
        <Amount
          label={page.wasOf(sku, name)}
          hint={page.was}
          minor={price.compareAtMinor}
          currency={currency}
          send={(compareAtMinor) => send({ compareAtMinor })}
        />
      )}
    </div>
  );
}

interface AmountShown {
  readonly label: string;
  readonly hint?: string;
  readonly minor: number | null;
  readonly currency: string;
  readonly send: (minor: number | null) => Promise<unknown>;
}

function Amount({ label, hint, minor, currency, send }: AmountShown) {
  const { words, formats } = usePageSpeech();
  const textOf = useProblemText();
  const kept = minor === null ? '' : plainAmount(minor, currency, formats);
  const [typed, setTyped] = useState(kept);
  const [why, setWhy] = useState<string>();
  const isSending = useRef(false);
  // What is kept is shown, unless something else was typed and not saved.
  useEffect(() => {
    if (why === undefined) setTyped(kept);
  }, [kept, why]);
  const leave = async () => {
    if (typed.trim() === kept || isSending.current) {
      if (typed.trim() === kept) setWhy(undefined);
      return;
    }
    const wanted = typed.trim() === '' ? null : minorOf(typed, currency);
    if (wanted === undefined) return setWhy(words.products.problems.amount);
    isSending.current = true;
    try {
      await send(wanted);
      setWhy(undefined);
    } catch (error) {
      const text = isOvertaken(error) ? words.products.page.overtaken : textOf(error);
      setWhy(text);
    } finally {
      isSending.current = false;
    }
    return undefined;
  };
  return (
    <span className="amount">
      <input
        aria-label={label}
        placeholder={hint}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        aria-invalid={why !== undefined}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => void leave()}
        onKeyDown={({ key }) => {
          if (key === 'Enter') void leave();
          if (key === 'Escape') {
            setTyped(kept);
            setWhy(undefined);
          }
        }}
      />
      <span className="muted">{currency}</span>
      {why !== undefined && (
        <span className="wrong" role="alert">
          {why} {kept !== '' && `(${kept})`}
        </span>
      )}
    </span>
  );
}
