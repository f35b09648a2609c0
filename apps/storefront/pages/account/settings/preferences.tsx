import type { z } from 'zod';
import type { customerProfile } from '#contracts/customer/shapes.ts';
import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { CheckField, Field } from '../fields.tsx';
import { nothingSaid, saidOf, statusOf, type Said } from '../refusals.ts';

type Profile = z.output<typeof customerProfile>;

/** Of the words that somebody agrees to here; another wording is another version. */
const consentText = 'account-1';

const texts = ['firstName', 'lastName', 'phone'] as const;
type Given = Pick<Profile, (typeof texts)[number] | 'locale'> & { readonly news: boolean };

export async function preferencesPage(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const profile = await request.ask<Profile>('getProfile');
  return pageOf(request, { ...profile, news: profile.consent.marketingEmail }, nothingSaid);
}

export async function savePreferences(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { form, at, shop, locale } = request;
  const text = (name: string) => form.get(name)?.trim() || null;
  const spoken = form.get('locale') ?? '';
  const given: Given = {
    firstName: text('firstName'),
    lastName: text('lastName'),
    phone: text('phone'),
    locale: shop.locales.includes(spoken) ? spoken : locale,
    news: form.get('news') === 'yes',
  };
  const { news, ...profile } = given;
  const changed = await request.attempt('updateProfile', profile);
  if (!changed.ok) return pageOf(request, given, saidOf(request, changed.refused));
  const { consent } = changed.value as Profile;
  if (consent.marketingEmail !== news) {
    const said = { purpose: 'marketing_email', granted: news, textVersion: consentText };
    const recorded = await request.attempt('recordConsent', said);
    if (!recorded.ok) return pageOf(request, given, saidOf(request, recorded.refused));
  }
  return { status: 303, location: at.account('/preferences', { done: 'preferences' }) };
}

function pageOf(request: PageRequest, given: Given, said: Said): Page {
  const { words, at, shop } = request;
  const { preferences, sections, save } = words.account;
  return accountPage(request, {
    section: 'preferences',
    title: sections.preferences,
    alert: said.alert,
    status: statusOf(said),
    children: (
      <form class="fields" method="post" action={at.account('/preferences')}>
        <FormFields request={request} />
        <Field
          request={request}
          name="firstName"
          label={preferences.firstName}
          autoComplete="given-name"
          maxLength={80}
          isOptional
          value={given.firstName ?? ''}
          wrong={said.wrong}
        />
        <Field
          request={request}
          name="lastName"
          label={preferences.lastName}
          autoComplete="family-name"
          maxLength={80}
          isOptional
          value={given.lastName ?? ''}
          wrong={said.wrong}
        />
        <Field
          request={request}
          name="phone"
          label={preferences.phone}
          type="tel"
          autoComplete="tel"
          maxLength={32}
          isOptional
          value={given.phone ?? ''}
          wrong={said.wrong}
        />
        <div class="field">
          <label for="locale">{preferences.language}</label>
          <select id="locale" name="locale" aria-describedby="locale-hint">
            {shop.locales.map((each) => (
              <option key={each} value={each} selected={each === given.locale} lang={each}>
                {words.languages[each.split('-', 1)[0]!] ?? each}
              </option>
            ))}
          </select>
          <p class="muted" id="locale-hint">
            {preferences.languageWhat}
          </p>
        </div>
        <fieldset>
          <legend>{preferences.news}</legend>
          <CheckField
            name="news"
            label={preferences.newsEmail}
            hint={preferences.newsWhat}
            checked={given.news}
          />
        </fieldset>
        <button class="button">{save}</button>
      </form>
    ),
  });
}
