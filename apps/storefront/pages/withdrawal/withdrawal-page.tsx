import { FormFields } from '../../layout/form-fields.tsx';
import { keyOf } from '../../serving/once.ts';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';

const fields = ['name', 'orderNumber', 'email', 'note'] as const;
type Field = (typeof fields)[number];
type Declaration = Readonly<Record<Field, string>>;

interface Receipt {
  readonly withdrawalId: string;
  readonly receivedAt: string | null;
}

const most: Readonly<Record<Field, number>> = {
  name: 120,
  orderNumber: 40,
  email: 254,
  note: 2_000,
};
const autocomplete = { name: 'name', orderNumber: 'off', email: 'email', note: 'off' } as const;

/** Step one: who withdraws from what, and where the receipt goes. */
export async function withdrawalPage(request: PageRequest): Promise<Page> {
  const orderNumber = (request.query.get('order') ?? '').slice(0, most.orderNumber);
  return declaring(request, { name: '', orderNumber, email: '', note: '' });
}

/** Takes step one, and shows what was declared with the button that makes it count. */
export async function declareWithdrawal(request: PageRequest): Promise<Page | Redirect> {
  const { form, words } = request;
  const given = declarationIn(form);
  const { note, ...needed } = given;
  const asked = note === '' ? needed : given;
  const declared = await request.attempt('createWithdrawal', asked, keyOf(form, 'withdrawal'));
  if (declared.ok) return confirming(request, given, declared.value as Receipt);
  const { status, code, retryAfterSeconds } = declared.refused;
  if (code === 'too_many_withdrawals') {
    return declaring(request, given, { status: 429, alert: words.withdrawal.tooMany });
  }
  if (status !== 400 && status !== 422) throw new PageRefused(status, retryAfterSeconds);
  return declaring(request, given, { status: 422, alert: words.withdrawal.wrong });
}

/** Takes step two: the shop has it, and says since when. */
export async function confirmWithdrawal(request: PageRequest): Promise<Page | Redirect> {
  const { form, words } = request;
  const withdrawalId = form.get('withdrawalId') ?? '';
  const confirmed = await request.attempt('confirmWithdrawal', { withdrawalId });
  if (confirmed.ok) return received(request, form.get('email') ?? '', confirmed.value as Receipt);
  const { status, retryAfterSeconds } = confirmed.refused;
  if (status === 404 || status === 409) {
    return declaring(request, declarationIn(form), { status: 409, alert: words.withdrawal.lapsed });
  }
  throw new PageRefused(status === 400 ? 404 : status, retryAfterSeconds);
}

function declarationIn(form: URLSearchParams): Declaration {
  const given = (name: Field) => (form.get(name) ?? '').trim().replaceAll('\r\n', '\n');
  return {
    name: given('name'),
    orderNumber: given('orderNumber'),
    email: given('email'),
    note: given('note'),
  };
}

function declaring(
  request: PageRequest,
  given: Declaration,
  refused?: { status: 409 | 422 | 429; alert: string },
): Page {
  const { words, at } = request;
  const { withdrawal } = words;
  return {
    kind: 'withdrawal',
    title: withdrawal.title,
    ...(refused && { status: refused.status }),
    body: (
      <div class="wrap">
        <header class="list-head">
          <h1>{withdrawal.title}</h1>
          <p class="lead">{withdrawal.what}</p>
        </header>
        {refused && (
          <div class="said alert" role="alert">
            <p>{refused.alert}</p>
          </div>
        )}
        <form class="step paper" method="post" action={at.withdrawal()}>
          <FormFields request={request} />
          <div class="fields">
            {fields.map((field) => (
              <Asked key={field} request={request} field={field} value={given[field]} />
            ))}
          </div>
          <button class="button">{withdrawal.declare}</button>
          <p class="muted">{withdrawal.next}</p>
        </form>
      </div>
    ),
  };
}

function Asked({ request, field, value }: { request: PageRequest; field: Field; value: string }) {
  const { label, hint } = request.words.withdrawal.fields[field];
  const common = {
    id: field,
    name: field,
    maxLength: most[field],
    autoComplete: autocomplete[field],
    'aria-describedby': `${field}-hint`,
  } as const;
  return (
    <div class="field">
      <label for={field}>
        {label}
        {field === 'note' && <i> {request.words.till.optional}</i>}
      </label>
      {field === 'note' ? (
        <textarea {...common} rows={4}>
          {value}
        </textarea>
      ) : (
        <input
          {...common}
          list={undefined}
          required
          type={field === 'email' ? 'email' : 'text'}
          value={value}
        />
      )}
      <p class="muted" id={`${field}-hint`}>
        {hint}
      </p>
    </div>
  );
}

function confirming(request: PageRequest, given: Declaration, { withdrawalId }: Receipt): Page {
  const { words, at } = request;
  const { withdrawal } = words;
  return {
    kind: 'withdrawal',
    title: withdrawal.check,
    body: (
      <div class="wrap">
        <header class="list-head">
          <h1>{withdrawal.check}</h1>
          <p class="lead">{withdrawal.checkWhat}</p>
        </header>
        <form class="step paper" method="post" action={at.withdrawal('/confirm')}>
          <FormFields request={request} />
          <input type="hidden" name="withdrawalId" value={withdrawalId} />
          <dl class="facts">
            {fields
              .filter((field) => field !== 'note' || given.note !== '')
              .map((field) => (
                <div key={field}>
                  <dt>{withdrawal.fields[field].label}</dt>
                  <dd class="written">
                    {given[field]}
                    <input type="hidden" name={field} value={given[field]} />
                  </dd>
                </div>
              ))}
          </dl>
          <button class="button">{withdrawal.confirm}</button>
          <p>
            <a class="more" href={at.withdrawal()}>
              {withdrawal.change}
            </a>
          </p>
        </form>
      </div>
    ),
  };
}

function received(request: PageRequest, email: string, { receivedAt }: Receipt): Page {
  const { words, formats, at } = request;
  const { withdrawal } = words;
  return {
    kind: 'withdrawal',
    title: withdrawal.received,
    body: (
      <section class="wrap quiet" role="status">
        <h1>{withdrawal.received}</h1>
        {receivedAt !== null && (
          <p class="lead">
            {withdrawal.receivedAt} <time datetime={receivedAt}>{formats.exactly(receivedAt)}</time>
            .
          </p>
        )}
        <p>{withdrawal.receipt(email)}</p>
        <p>
          <a class="more" href={at.home()}>
            {words.trouble.toHome}
          </a>
        </p>
      </section>
    ),
  };
}
