import type { PageRequest } from '../serving/page.ts';
import { FormFields } from './form-fields.tsx';
import { Icon } from './icon.tsx';

const formId = 'wish';

interface Wish {
  readonly request: PageRequest;
  /** What it is called, and where it is. */
  readonly title: string;
  readonly handle: string;
  readonly isOn: boolean;
}

/** What the hearts of cards send; one for all of a page. */
export function WishForm({ request }: { request: PageRequest }) {
  return (
    <form id={formId} method="post" action={request.at.wishes('/items')}>
      <FormFields request={request} />
    </form>
  );
}

/** The heart in the corner of a card. */
export function CardHeart({ request: { words }, title, handle, isOn }: Wish) {
  return (
    <button
      class="heart"
      form={formId}
      name={isOn ? 'off' : 'on'}
      value={handle}
      aria-pressed={isOn ? 'true' : 'false'}
      data-wish
    >
      <Icon name="heart" />
      <span class="visually-hidden">{words.lists.saveOf(title)}</span>
    </button>
  );
}

/** Beside what is bought, within its form: with the variant that is chosen there. */
export function WishButton({ request: { words, at }, handle, isOn }: Omit<Wish, 'title'>) {
  return (
    <button
      class="text-button wish"
      formAction={at.wishes('/items')}
      formNoValidate
      name={isOn ? 'off' : 'on'}
      value={handle}
      aria-pressed={isOn ? 'true' : 'false'}
      data-wish
    >
      <Icon name="heart" />
      {words.lists.save}
    </button>
  );
}
