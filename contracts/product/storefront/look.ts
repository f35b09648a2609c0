import { z } from 'zod';
import { givenLink, link } from './links.ts';
import { mediaUrl, shownFocal } from '../media/media-url.ts';
import { locale, text } from '../../shapes.ts';
import { ofKind } from '../../text-kinds.ts';

/** How a channel looks, and what its home page shows. Schemas only. */

const hex = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/)
  .meta({ description: 'Red, green and blue', examples: ['#0b5d53'] });

/** Of the bright and of the dark scheme. */
const schemes = z.strictObject({ light: hex, dark: hex });
const colour = schemes
  .nullable()
  .default(null)
  .meta({ examples: [null] });

/** What a channel may choose; null is as it is built in. All else follows from them. */
export const givenColours = z
  .strictObject({
    action: colour.meta({
      description: 'Buttons, prices that are chosen, success',
      examples: [{ light: '#0b5d53', dark: '#62c5b2' }],
    }),
    link: colour.meta({ description: 'Links in text, focus', examples: [null] }),
    sale: colour.meta({ description: 'Prices of a sale, refusals', examples: [null] }),
  })
  .meta({
    examples: [{ action: { light: '#0b5d53', dark: '#62c5b2' }, link: null, sale: null }],
  });

const size = z.int().min(1).max(4_000);
const picture = z.strictObject({
  url: mediaUrl,
  altText: ofKind('goods', z.string().max(500)).default(''),
});
const logo = picture
  .extend({ width: size, height: size })
  .meta({ examples: [{ url: '/media/logo.svg', altText: 'Kontor', width: 160, height: 40 }] });

export const givenLook = {
  colours: givenColours,
  logo: logo.nullable(),
  favicon: mediaUrl.nullable().meta({ examples: ['/media/favicon.svg'] }),
};

export const keptLook = z
  .strictObject({
    colours: z.strictObject({
      action: schemes.nullable(),
      link: schemes.nullable(),
      sale: schemes.nullable(),
    }),
    logo: z
      .strictObject({ url: z.string(), altText: z.string(), width: z.int(), height: z.int() })
      .nullable(),
    favicon: z.string().nullable(),
  })
  .meta({ id: 'ChannelLook' });
export type Look = z.output<typeof keptLook>;

/** A pair of colours that cannot be read well together (WCAG 2.2, 1.4.3 and 1.4.11). */
export const poorContrast = z.strictObject({
  colour: z.string(),
  scheme: z.string(),
  against: z.string().meta({ description: 'Name of the token it meets' }),
  ratio: z.number(),
  needed: z.number(),
  instead: z.string().meta({ description: 'The nearest one of its hue that does' }),
});

/** An address of the shop's own pictures, and it keeps none of them. */
export const missingPicture = z.strictObject({
  field: z.string().meta({ examples: ['scenes.0.picture.url'] }),
});

/** By the names of the design tokens, in both schemes; those that are not here are as built in. */
export const shownTokens = z
  .record(z.string(), z.strictObject({ light: z.string(), dark: z.string() }))
  .meta({ description: 'Design tokens that differ from what is built in' });

const notice = z.strictObject({
  text: text(200),
  link: givenLink.nullable().default(null),
});
export const givenNotice = z.record(locale, notice).meta({
  description: 'By language; a language that is left out has none',
  examples: [{ en: { text: 'Free delivery from €49', link: null } }],
});
export const shownNotice = z
  .strictObject({ text: z.string(), link: link.nullable(), locale: z.string() })
  .meta({ id: 'Notice' });
export const keptNotice = z.record(
  z.string(),
  z.strictObject({ text: z.string(), link: link.nullable() }),
);

const sceneWords = z.strictObject({
  heading: text(120),
  text: ofKind('written', z.string().trim().max(600)).default(''),
  linkLabel: ofKind('written', z.string().trim().max(60)).default(''),
});
const scene = z.strictObject({
  picture: picture.nullable().default(null),
  link: givenLink.nullable().default(null),
  product: ofKind('code', z.string().min(1).max(255))
    .nullable()
    .default(null)
    .meta({ description: 'Handle of a product that is shown with it', examples: [null] }),
  words: z.record(locale, sceneWords).meta({ description: 'By language' }),
});
/** What the home page shows, from top to bottom. */
export const givenScenes = z
  .array(scene)
  .max(12)
  .meta({
    examples: [
      [
        {
          picture: { url: '/media/harbour.svg', altText: '' },
          link: { kind: 'category', target: 'food-drink/coffee' },
          product: null,
          words: {
            en: {
              heading: 'Roasted on Tuesday',
              text: 'Here by Friday.',
              linkLabel: 'To the coffee',
            },
          },
        },
      ],
    ],
  });
const keptPicture = z.strictObject({ url: z.string(), altText: z.string() });
const keptWords = z.strictObject({
  heading: z.string(),
  text: z.string(),
  linkLabel: z.string(),
});
export const keptScenes = z.array(
  z.strictObject({
    picture: keptPicture.nullable(),
    link: link.nullable(),
    product: z.string().nullable(),
    words: z.record(z.string(), keptWords),
  }),
);
export const shownScene = keptWords
  .extend({
    picture: keptPicture.extend({ focal: shownFocal }).nullable(),
    link: link.nullable(),
    product: z.string().nullable().meta({ description: 'Handle of a product that is there now' }),
    locale: z.string().meta({ description: 'Of its words' }),
  })
  .meta({ id: 'Scene' });
