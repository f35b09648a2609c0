import type { ComponentChildren } from 'preact';
import { FormFields } from '../../layout/form-fields.tsx';
import type { PageRequest } from '../../serving/page.ts';

export interface PasskeyFormParts {
  readonly request: PageRequest;
  readonly action: string;
  /** What the browser is to make one with; without it, one is shown that there is. */
  readonly options?: object;
  /** Whether the browser offers it in the field of the e-mail address too. */
  readonly isOffered?: boolean;
  readonly button: string;
  readonly isPlain?: boolean;
  /** Where there is another way beside it, nobody need know that the browser has not this one. */
  readonly isQuiet?: boolean;
  readonly children?: ComponentChildren;
}

/**
 * A form that the browser's own dialog fills in, by a script: without one, or in a browser that knows
 * no passkeys, it is not there, and what says why is.
 */
export function PasskeyForm(parts: PasskeyFormParts) {
  const { request, action, options, isOffered = false, button, isPlain = false, children } = parts;
  const { isQuiet = false } = parts;
  const { passkeys } = request.words.account;
  // Browsers keep them for names alone.
  if (/^(?:[\d.]+|\[.*)$/.test(new URL(request.origin).hostname)) return null;
  return (
    <>
      <form
        class="fields"
        method="post"
        action={action}
        data-passkey={isOffered ? 'offered' : 'asked'}
        data-options={options && JSON.stringify(options)}
        data-failed={passkeys.failed}
        data-known={passkeys.known}
        hidden
      >
        <FormFields request={request} />
        <input type="hidden" name="response" value="" />
        {children}
        <button class={isPlain ? 'button plain' : 'button'}>{button}</button>
        <p class="err" role="status" />
      </form>
      {!isQuiet && (
        <p class="muted" data-passkey-missing hidden>
          {passkeys.notHere}
        </p>
      )}
      <noscript>
        <p class="muted">{passkeys.needsScript}</p>
      </noscript>
    </>
  );
}

/** What the dialog gave, as the API takes it; undefined where no script has filled it in. */
export function responseOf(form: URLSearchParams): object | undefined {
  try {
    const given: unknown = JSON.parse(form.get('response') ?? '');
    return typeof given === 'object' && given !== null ? given : undefined;
  } catch {
    return undefined;
  }
}
