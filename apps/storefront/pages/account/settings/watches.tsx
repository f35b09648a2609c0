import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { nameOf } from '../../product/watch-product.tsx';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { saidOf } from '../refusals.ts';

interface Waiting {
  readonly watchId: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly endsAt: string;
}

/** What a customer waits for, oldest first. */
export async function watchesPage(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { words, formats, at, shop } = request;
  const { watching, sections } = words.account;
  const { items } = await request.ask<{ items: readonly Waiting[] }>('listWatches');
  return accountPage(request, {
    section: 'watches',
    title: sections.watches,
    children: (
      <>
        <p>{items.length === 0 ? watching.none : watching.what}</p>
        {items.length > 0 && (
          <ul class="voyages devices">
            {items.map((each) => (
              <li key={each.watchId}>
                <div class="device">
                  <div>
                    <b>{nameOf(each)}</b>
                    <p class="muted num">
                      {watching.until(formats.moment(each.endsAt, shop.timeZone))}
                    </p>
                  </div>
                  <form method="post" action={at.account(`/watches/${each.watchId}/end`)}>
                    <FormFields request={request} />
                    <button class="text-button" aria-label={watching.endOf(nameOf(each))}>
                      {watching.end}
                    </button>
                  </form>
                </div>
              </li>
            ))}
          </ul>
        )}
      </>
    ),
  });
}

export async function removeWatch(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { params, at } = request;
  const ended = await request.attempt('deleteWatch', { watchId: params['watchId'] });
  // What has ended already is as it was wanted.
  if (!ended.ok && ended.refused.status !== 404) saidOf(request, ended.refused);
  return { status: 303, location: at.account('/watches', { done: 'watch-ended' }) };
}
