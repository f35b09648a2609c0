import { wholeList } from '#contracts/shapes.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { placeOf } from '../messages/mail-place.ts';
import type { TemplateFault } from './check-template.ts';
import type { MailPlace } from './mail-look.ts';
import type { Renderer } from './render-message.ts';
import { builtInLocales, templateDefinitions, templateNames } from './template-definitions.ts';
import { builtInTemplate, type TemplateOverride } from './template-store.ts';

type Context = ServiceContext<'notification'>;
type Named = Pick<OutputOf<'notification', 'getMailTemplate'>, 'name' | 'locale'>;
type Shown = OutputOf<'notification', 'getMailTemplate'>;

/** The channel's own template, where it has one. */
export function overrideOf({ name, locale }: Named, channel: string): Statement {
  return sql`
    select locale, subject, body_text as text, body_html as html, sms, version
    from template_override
    where template = ${name} and channel = ${channel} and locale = ${locale}`;
}

function shownBuiltIn(renderer: Renderer, { name, locale }: Named): Shown {
  const source = builtInTemplate(name, renderer.builtInLocaleOf(locale));
  return { ...source, name, locale, customised: false, version: 0 };
}

/** Every template, with the languages it is built in for or customised in. */
export function listTemplates({ database }: Context): Handler<'notification', 'listTemplates'> {
  return async (_input, invocation) => {
    const rows = await database.query<{ template: string; locale: string; version: number }>(
      sql`select template, locale, version from template_override
          where channel = ${invocation.channel}`,
      invocation,
    );
    const templates = templateNames.map((name) => {
      const own = rows.filter(({ template }) => template === name);
      const builtIn = builtInLocales
        .filter((locale) => !own.some((row) => row.locale === locale))
        .map((locale) => ({ locale: locale as string, customised: false, version: 0 }));
      const customised = own.map(({ locale, version }) => ({ locale, customised: true, version }));
      const { purpose, sms } = templateDefinitions[name];
      const locales = [...builtIn, ...customised].toSorted((left, right) =>
        left.locale < right.locale ? -1 : 1,
      );
      return { name, purpose, sms, locales };
    });
    return ok(wholeList(templates));
  };
}

export function getMailTemplate(
  { database }: Context,
  renderer: Renderer,
): Handler<'notification', 'getMailTemplate'> {
  return async ({ name, locale }, invocation) => {
    const named = { name, locale };
    const own = await database.first<TemplateOverride>(
      overrideOf(named, invocation.channel),
      invocation,
    );
    return ok(own ? { ...own, name, customised: true } : shownBuiltIn(renderer, named));
  };
}

/** A source that cannot be filled is refused, so that messages do not fail by it. */
export function putMailTemplate(
  { database }: Context,
  renderer: Renderer,
): Handler<'notification', 'putMailTemplate'> {
  return async ({ name, locale, expectedVersion, ...source }, invocation) => {
    const wrong = renderer.faultOf(name, source);
    if (wrong) return templateInvalid(wrong);
    const { channel } = invocation;
    return database.transaction('putTemplate', invocation, async (tx) => {
      const before = await tx.first<TemplateOverride>(
        sql`${overrideOf({ name, locale }, channel)} for update`,
      );
      const version = before?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== version) {
        return overtaken({ version });
      }
      const { subject, text, html, sms } = source;
      const after = await tx.first<{ version: number }>(sql`
        insert into template_override (template, channel, locale, subject, body_text, body_html, sms)
        values (${name}, ${channel}, ${locale}, ${subject}, ${text}, ${html}, ${sms})
        on conflict (template, channel, locale) do update set subject = excluded.subject,
          body_text = excluded.body_text, body_html = excluded.body_html, sms = excluded.sms,
          version = nextval('template_version'), updated_at = kontor_now()
        returning version`);
      tx.audit({ subject: `template:${channel}/${name}/${locale}`, before, after: source });
      return ok({ ...source, name, locale, customised: true, version: after!.version });
    });
  };
}

const overtaken = ({ version }: { readonly version: number }) =>
  fail('version_conflict', 'Somebody changed the template. Read it again.', { version });

/** Takes the channel's own template away; the built-in one is used from then on. */
export function resetMailTemplate({
  database,
}: Context): Handler<'notification', 'resetMailTemplate'> {
  return ({ name, locale, expectedVersion }, invocation) =>
    database.transaction('resetTemplate', invocation, async (tx) => {
      const { channel } = invocation;
      const removed = await tx.first<{ version: number }>(sql`
        delete from template_override
        where template = ${name} and channel = ${channel} and locale = ${locale}
        returning version`);
      if (!removed) {
        const message = 'This channel uses the built-in template already.';
        return fail('template_not_customised', message);
      }
      if (expectedVersion !== undefined && expectedVersion !== removed.version)
        return overtaken(removed);
      tx.audit({ subject: `template:${channel}/${name}/${locale}` });
      return ok({});
    });
}

/** Fills the draft, or the template in use, with sample data. Nothing is stored or sent. */
export function previewMailTemplate(
  { database }: Context,
  renderer: Renderer,
): Handler<'notification', 'previewMailTemplate'> {
  return async ({ name, locale, draft }, invocation) => {
    const { channel } = invocation;
    const wrong = draft && renderer.faultOf(name, draft);
    if (wrong) return templateInvalid(wrong);
    const statement = overrideOf({ name, locale }, channel);
    const own = draft ?? (await database.first<TemplateOverride>(statement, invocation));
    const kept = await database.first<{ place: MailPlace | null }>(
      sql`select ${placeOf(sql`${channel}`)} as place`,
      invocation,
    );
    return ok(renderer.preview(name, { channel, locale, place: kept?.place ?? null }, own));
  };
}

export function templateInvalid(detail: TemplateFault) {
  return fail('template_invalid', `The ${detail.part} is no template: ${detail.reason}`, detail);
}
