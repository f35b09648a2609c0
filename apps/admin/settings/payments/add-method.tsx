import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import type { Method } from './method-values.ts';

type Kind = Method['kind'];

const kinds: readonly Kind[] = ['card', 'invoice', 'cash_on_delivery'];

interface AddShown {
  readonly channel: string;
  readonly there: readonly Method[];
  readonly onAdded: () => Promise<void>;
}

/** Ways to pay that the channel has not yet: begun closed, and for nobody without an account. */
export function AddMethod({ channel, there, onAdded }: AddShown) {
  const { words } = usePageSpeech();
  const said = words.settings.payments;
  const textOf = useProblemText();
  const added = useMutation({
    mutationFn: (kind: Kind) =>
      told(
        kontor.PATCH('/v1/admin/payment-methods/{code}', {
          params: { path: { code: kind }, header: { Channel: channel } },
          body: { kind, active: false },
        }),
      ),
    onSuccess: onAdded,
  });
  const left = kinds.filter((kind) => !there.some((method) => method.kind === kind));
  if (left.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="more-methods">
      <header>
        <h2 id="more-methods">{said.more}</h2>
      </header>
      <div className="fields">
        {left.map((kind) => (
          <p key={kind} className="offer">
            <button
              type="button"
              className="button"
              disabled={added.isPending}
              onClick={() => added.mutate(kind)}
            >
              {said.add(words.paymentMethods[kind])}
            </button>{' '}
            <span className="muted">{said.kinds[kind]}</span>
          </p>
        ))}
        {added.error && (
          <p className="alert" role="alert">
            {textOf(added.error)}
          </p>
        )}
      </div>
    </section>
  );
}
