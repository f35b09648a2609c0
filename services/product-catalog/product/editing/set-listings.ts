import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { json, sql } from '#platform/ground/sql.ts';
import { refuseWithoutRate } from './missing-rates.ts';
import { changeLockedProduct, type LockedProduct } from './change-locked-product.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sanitiseDescription } from '#product-files/sanitise-description.ts';
import { optionMadeAlike } from '../read-model/option-words.ts';
import { channelNotFound } from '../storefront/list-products.ts';

/** In which channels a product is offered: exactly these. */
export function setListings(context: ServiceContext<'product'>): Handler<'product', 'setListings'> {
  return (input, invocation) =>
    changeLockedProduct(context, 'set_listings', input, invocation, (tx, locked) =>
      listExactly(tx, locked, [...new Set(input.channels)], context.settings),
    );
}

export async function listExactly(
  tx: Transaction,
  { productId, status }: LockedProduct,
  channels: readonly string[],
  settings: Settings,
) {
  await tx.query(sql`
    delete from listing where product_id = ${productId}::uuid
      and channel <> all (${channels}::text[])`);
  const added = await tx.query<{ channel: string }>(sql`
    insert into listing (product_id, channel)
    select ${productId}::uuid, code from channel where code = any (${channels}::text[])
    on conflict do nothing returning channel`);
  const appearing = { productId, channels: added.map(({ channel }) => channel) };
  const missing =
    status === 'active' ? await refuseWithoutRate(tx, appearing, settings) : undefined;
  if (missing) return missing;
  const listed = await tx.query<object>(
    sql`select from listing where product_id = ${productId}::uuid`,
  );
  return listed.length < channels.length ? channelNotFound : ok([]);
}

/** Texts of a product in another language; markup is reduced like everywhere. */
export function putTranslation(
  context: ServiceContext<'product'>,
): Handler<'product', 'putTranslation'> {
  return (input, invocation) =>
    changeLockedProduct(context, 'put_translation', input, invocation, async (tx, locked) => {
      const { locale, translation } = input;
      const { productId, options } = locked;
      if (translation === null) {
        await tx.query(
          sql`delete from translation where product_id = ${productId}::uuid and locale = ${locale}`,
        );
        return ok([]);
      }
      const words = await optionWords(tx, productId, locale, translation);
      const alike = optionMadeAlike(options, words);
      if (alike !== undefined)
        return fail(
          'option_words_alike',
          `Two values of ${alike}, or it and another option, would be called alike. Give each a word of its own.`,
          { option: alike },
        );
      const { html, text } = sanitiseDescription(translation.descriptionHtml);
      const { title, seoTitle, seoDescription } = translation;
      const { optionNames, optionValues } = words;
      await tx.query(sql`
        insert into translation (product_id, locale, title, description_html, description_text,
          seo_title, seo_description, option_names, option_values)
        values (${productId}, ${locale}, ${title}, ${html}, ${text}, ${seoTitle}, ${seoDescription},
          ${json(optionNames)}::jsonb, ${json(optionValues)}::jsonb)
        on conflict (product_id, locale) do update set title = excluded.title,
          description_html = excluded.description_html, description_text = excluded.description_text,
          seo_title = excluded.seo_title, seo_description = excluded.seo_description,
          option_names = excluded.option_names, option_values = excluded.option_values`);
      return ok([]);
    });
}

type Given = NonNullable<InputOf<'product', 'putTranslation'>['translation']>;
type Words = Required<Pick<Given, 'optionNames' | 'optionValues'>>;

/** As they are given; what is left out stays. */
async function optionWords(
  tx: Transaction,
  productId: string,
  locale: string,
  { optionNames, optionValues }: Given,
): Promise<{ [Of in keyof Words]: NonNullable<Words[Of]> }> {
  const kept =
    optionNames && optionValues
      ? undefined
      : await tx.first<{ optionNames: typeof optionNames; optionValues: typeof optionValues }>(sql`
          select option_names, option_values from translation
          where product_id = ${productId}::uuid and locale = ${locale}`);
  return {
    optionNames: optionNames ?? kept?.optionNames ?? {},
    optionValues: optionValues ?? kept?.optionValues ?? {},
  };
}
