import { FormFields } from '../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { listsPage } from './lists-frame.tsx';
import { OwnLines } from './own-lines.tsx';
import { listBy } from './saved-list.ts';

/** A cart that was saved by name. @param alert why something was not done */
export async function savedCartPage(
  request: PageRequest,
  alert?: string,
): Promise<Page | Redirect> {
  const { words, at, params, session } = request;
  const { lists } = words;
  if (session.kind === 'none') return { status: 303, location: at.wishes() };
  const list = await listBy(request, params['listId'] ?? '');
  if (!list) throw new PageRefused(404);
  if (list.kind === 'wish') {
    return { status: 303, location: at.wishes('', Object.fromEntries(request.query)) };
  }
  const address = at.wishes(`/${list.listId}`);
  const name = list.name ?? lists.carts;
  return listsPage(request, {
    title: name,
    alert,
    children: (
      <>
        <p>
          <a class="more" href={at.wishes()}>
            {lists.back}
          </a>
        </p>
        <OwnLines request={request} list={list} />
        <form class="fields by-name" method="post" action={`${address}/rename`}>
          <FormFields request={request} />
          <div class="field">
            <label for="name">{lists.cartName}</label>
            <input id="name" name="name" maxLength={100} required value={name} />
          </div>
          <button class="button plain">{lists.rename}</button>
        </form>
        <form method="post" action={`${address}/remove`}>
          <FormFields request={request} />
          <button class="text-button">{lists.removeList}</button>
        </form>
      </>
    ),
  });
}
