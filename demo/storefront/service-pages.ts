import type { DemoPage } from './demo-page.ts';

export const servicePages: readonly DemoPage[] = [
  {
    handle: 'delivery',
    kind: 'delivery',
    texts: {
      en: {
        title: 'Delivery',
        markdown: `What you order before noon leaves our warehouse on the same working day. The checkout shows what delivery costs to your address and when it is expected, before you order.

- **Where to.** All countries that the checkout offers. Beyond the European Union, customs may ask for duties of their own.
- **How it is packed.** In cardboard and paper, without plastic.
- **Where it is.** You get a mail with a link when the parcel leaves, and can follow it without an account.
- **Downloads** are there at once and cost no delivery.

Something arrived broken, or not at all? [Write to us](mailto:shop@kontor.example).`,
      },
      de: {
        title: 'Versand',
        markdown: `Was Sie vor zwölf Uhr bestellen, verlässt unseren Speicher noch am selben Werktag. Die Kasse zeigt vor der Bestellung, was der Versand an Ihre Adresse kostet und wann er zu erwarten ist.

- **Wohin.** In alle Länder, die die Kasse anbietet. Außerhalb der Europäischen Union kann der Zoll eigene Abgaben verlangen.
- **Wie verpackt.** In Karton und Papier, ohne Plastik.
- **Wo es ist.** Wenn das Paket losgeht, bekommen Sie eine E-Mail mit einem Link und können ihm ohne Konto folgen.
- **Downloads** sind sofort da und kosten keinen Versand.

Etwas ist zerbrochen oder gar nicht angekommen? [Schreiben Sie uns](mailto:shop@kontor.example).`,
      },
    },
  },
  {
    handle: 'accessibility',
    kind: 'accessibility',
    texts: {
      en: {
        title: 'Accessibility',
        markdown: `We want everybody to be able to buy here, with a keyboard, a screen reader, enlarged text, or strong contrast.

This shop is built to meet the Web Content Accessibility Guidelines (WCAG) 2.2 at level AA, which the European Accessibility Act (Directive (EU) 2019/882) and EN 301 549 ask for in essence.

## What we know of

Pictures of products are described by their names alone. Documents in PDF are not tagged yet; the page of an order has the same contents.

## Tell us

If something keeps you from buying, write to [shop@kontor.example](mailto:shop@kontor.example). We answer within two working days and help with the order by telephone until then: [+49 40 12345678](tel:+494012345678).`,
      },
      de: {
        title: 'Barrierefreiheit',
        markdown: `Wir möchten, dass alle hier einkaufen können: mit der Tastatur, mit Vorleseprogramm, mit vergrößerter Schrift oder starkem Kontrast.

Dieser Shop ist nach den Web Content Accessibility Guidelines (WCAG) 2.2, Stufe AA, gebaut, wie es das Barrierefreiheitsstärkungsgesetz und EN 301 549 im Kern verlangen.

## Was uns bekannt ist

Bilder von Produkten sind nur mit deren Namen beschrieben. PDF-Dokumente sind noch nicht ausgezeichnet; auf der Seite einer Bestellung steht dasselbe.

## Sagen Sie es uns

Wenn Sie etwas am Einkaufen hindert, schreiben Sie an [shop@kontor.example](mailto:shop@kontor.example). Wir antworten innerhalb von zwei Werktagen und helfen bis dahin telefonisch bei der Bestellung: [+49 40 12345678](tel:+494012345678).`,
      },
    },
  },
  {
    handle: 'about',
    kind: 'content',
    texts: {
      en: {
        title: 'About us',
        markdown: `A kontor was a trading post of the Hanse: each stood by itself, and all were in one network. Ours stands in an old warehouse between two canals in Hamburg, and sends out what we like to use ourselves: coffee and tea, what is needed to brew them, and good things for the house, the desk and the coast.

We visit the people who make what we sell, buy little and often, and would rather be sold out than sell something old.`,
      },
      de: {
        title: 'Über uns',
        markdown: `Ein Kontor war eine Niederlassung der Hanse: Jedes stand für sich, und alle gehörten zu einem Netz. Unseres steht in einem alten Speicher zwischen zwei Fleeten in Hamburg und verschickt, was wir selbst gern benutzen: Kaffee und Tee, alles, um sie zu kochen, und gute Dinge für Haus, Schreibtisch und Küste.

Wir besuchen die Menschen, die herstellen, was wir verkaufen, kaufen wenig und oft und sind lieber ausverkauft, als etwas Altes zu verkaufen.`,
      },
    },
  },
];
