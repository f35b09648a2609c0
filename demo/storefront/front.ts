/** What the demo store says above every page and shows on its home page. */
export const demoNotice = {
  en: { text: 'A demo shop: look around and order, nothing is charged or sent.', link: null },
  de: {
    text: 'Ein Demoshop: Sehen Sie sich um und bestellen Sie, nichts wird abgebucht oder verschickt.',
    link: null,
  },
};

const picture = (handle: string) => ({ url: `/media/demo/${handle}.svg`, altText: '' });
const category = (target: string) => ({ kind: 'category', target });

export const demoScenes = [
  {
    picture: picture('harbour-blend'),
    link: category('food-drink/coffee'),
    product: 'harbour-blend',
    words: {
      en: {
        heading: 'Roasted on Tuesday, here by Friday',
        text: 'Sixteen coffees from small farms, roasted twice a week in our warehouse and sent the same day.',
        linkLabel: 'To the coffee',
      },
      de: {
        heading: 'Dienstag geröstet, Freitag bei Ihnen',
        text: 'Sechzehn Kaffees von kleinen Höfen, zweimal in der Woche in unserem Speicher geröstet und am selben Tag verschickt.',
        linkLabel: 'Zum Kaffee',
      },
    },
  },
  {
    picture: picture('round-teapot'),
    link: category('food-drink/tea'),
    product: 'east-frisian-blend',
    words: {
      en: {
        heading: 'Tea for long afternoons',
        text: 'Loose leaf from the gardens themselves, and pots that do not drip.',
        linkLabel: 'To the tea',
      },
      de: {
        heading: 'Tee für lange Nachmittage',
        text: 'Lose Blätter direkt aus den Gärten und Kannen, die nicht tropfen.',
        linkLabel: 'Zum Tee',
      },
    },
  },
  {
    picture: picture('storm-umbrella'),
    link: category('outdoor'),
    product: null,
    words: {
      en: {
        heading: 'For wind from all sides',
        text: 'Tried on the coast before it comes into the shop.',
        linkLabel: 'To the outdoor things',
      },
      de: {
        heading: 'Für Wind von allen Seiten',
        text: 'An der Küste erprobt, bevor es in den Laden kommt.',
        linkLabel: 'Zu den Sachen für draußen',
      },
    },
  },
];
