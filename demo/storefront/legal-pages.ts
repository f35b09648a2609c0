import type { DemoPage } from './demo-page.ts';

/** What the law asks a shop to say, for a shop that does not exist. */
export const legalPages: readonly DemoPage[] = [
  {
    handle: 'imprint',
    kind: 'imprint',
    texts: {
      en: {
        title: 'Imprint',
        markdown: `**This is a demo shop.** It shows what Kontor does; nothing that is ordered here is sent, and the company below does not exist. Put your own details here before you open.

Kontor Demo Store GmbH
Alter Wandrahm 1, 20457 Hamburg, Germany

| | |
| - | - |
| Represented by | Ada Sievers, managing director |
| E-mail | [shop@kontor.example](mailto:shop@kontor.example) |
| Telephone | [+49 40 12345678](tel:+494012345678) |
| Register | Amtsgericht Hamburg, HRB 12345 |
| VAT identification number | DE123456789 |

Responsible for the contents: Ada Sievers, at the address above.

## Settling disputes

We are neither obliged nor willing to take part in dispute resolution before a consumer arbitration board. Write to us first: most things are settled within a day.`,
      },
      de: {
        title: 'Impressum',
        markdown: `**Dies ist ein Demoshop.** Er zeigt, was Kontor kann; was hier bestellt wird, wird nicht verschickt, und die Firma unten gibt es nicht. Setzen Sie Ihre eigenen Angaben ein, bevor Sie öffnen.

Kontor Demo Store GmbH
Alter Wandrahm 1, 20457 Hamburg

| | |
| - | - |
| Vertreten durch | Ada Sievers, Geschäftsführerin |
| E-Mail | [shop@kontor.example](mailto:shop@kontor.example) |
| Telefon | [+49 40 12345678](tel:+494012345678) |
| Registergericht | Amtsgericht Hamburg, HRB 12345 |
| Umsatzsteuer-Identifikationsnummer | DE123456789 |

Verantwortlich für den Inhalt: Ada Sievers, Anschrift wie oben.

## Streitbeilegung

Wir sind weder verpflichtet noch bereit, an einem Streitbeilegungsverfahren vor einer Verbraucherschlichtungsstelle teilzunehmen. Schreiben Sie uns zuerst: Das meiste klärt sich innerhalb eines Tages.`,
      },
    },
  },
  {
    handle: 'terms',
    kind: 'terms',
    texts: {
      en: {
        title: 'Terms',
        markdown: `*Sample terms of the demo shop. Have your own written or checked before you open.*

## 1. What these terms are for

They hold for every order that is placed in this shop by consumers and businesses.

## 2. How a contract comes about

What the shop shows is no offer that binds us yet. With the button “Order with obligation to pay” you make us one; before that you can correct everything you entered. The mail that confirms the order accepts it, and with it the contract is made. Its text is kept by us and is in that mail.

## 3. Prices and delivery

Prices hold value added tax. Delivery is added as the checkout shows it before you order; see [Delivery](/pages/delivery).

## 4. Payment

You pay by the means that the checkout offers for your order. Goods remain ours until they are paid in full.

## 5. Faults

The rights that the law gives you for faulty goods hold without any limit. Manufacturers’ guarantees come on top of them.

## 6. Withdrawal

Consumers may withdraw within fourteen days; see [Withdrawal](/pages/withdrawal).

## 7. Law

German law applies. To consumers, what protects them in the country where they live applies all the same.`,
      },
      de: {
        title: 'AGB',
        markdown: `*Muster des Demoshops. Lassen Sie Ihre eigenen Bedingungen schreiben oder prüfen, bevor Sie öffnen.*

## 1. Geltung

Diese Bedingungen gelten für alle Bestellungen von Verbrauchern und Unternehmen in diesem Shop.

## 2. Wie ein Vertrag zustande kommt

Was der Shop zeigt, ist noch kein bindendes Angebot. Mit der Schaltfläche „Zahlungspflichtig bestellen“ geben Sie ein Angebot ab; bis dahin können Sie alle Eingaben ändern. Mit der Bestätigung per E-Mail nehmen wir es an, damit ist der Vertrag geschlossen. Wir speichern den Vertragstext, und er steht in dieser E-Mail.

## 3. Preise und Versand

Die Preise enthalten die Umsatzsteuer. Dazu kommen die Versandkosten, die die Kasse vor der Bestellung anzeigt; siehe [Versand](/pages/delivery).

## 4. Bezahlung

Sie zahlen mit den Zahlungsarten, die die Kasse für Ihre Bestellung anbietet. Bis zur vollständigen Bezahlung bleibt die Ware unser Eigentum.

## 5. Mängel

Es gelten die gesetzlichen Rechte bei Mängeln ohne Einschränkung. Garantien der Hersteller kommen hinzu.

## 6. Widerruf

Verbraucher können innerhalb von vierzehn Tagen widerrufen; siehe [Widerruf](/pages/withdrawal).

## 7. Recht

Es gilt deutsches Recht. Gegenüber Verbrauchern gilt daneben, was sie in dem Land schützt, in dem sie leben.`,
      },
    },
  },
  {
    handle: 'withdrawal',
    kind: 'withdrawal',
    texts: {
      en: {
        title: 'Withdrawal',
        markdown: `*Sample instructions of the demo shop. Use the model instructions of your country before you open.*

## Your right

You may withdraw from a contract within **fourteen days**, without giving a reason. The time begins on the day on which you, or somebody you named who is not the carrier, received the goods; of goods that come in several parcels, the last of them.

To withdraw, tell us so in clear words: with the form behind “Withdraw from contract here” at the foot of every page, by mail to [shop@kontor.example](mailto:shop@kontor.example), or by letter to Kontor Demo Store GmbH, Alter Wandrahm 1, 20457 Hamburg, Germany. It is enough to send it before the fourteen days are over. We confirm at once, by e-mail, that it reached us.

## What follows

We pay back everything that you paid, the standard delivery too, within fourteen days of your notice, by the means with which you paid and without any fee. We may wait until we have the goods back, or proof that you sent them.

Send the goods back within fourteen days of your notice. You bear what it costs. For a loss of value you pay only where the goods were handled in another way than is needed to look at them and try them.

## What cannot be given back

Goods that spoil quickly, sealed goods that must not be returned for reasons of health once they are opened, goods made to your own wishes, and downloads once you agreed that they begin at once and that your right ends thereby.`,
      },
      de: {
        title: 'Widerruf',
        markdown: `*Muster des Demoshops. Verwenden Sie die Musterbelehrung Ihres Landes, bevor Sie öffnen.*

## Ihr Recht

Sie können einen Vertrag innerhalb von **vierzehn Tagen** ohne Angabe von Gründen widerrufen. Die Frist beginnt an dem Tag, an dem Sie oder jemand, den Sie benannt haben und der nicht der Beförderer ist, die Ware erhalten haben; bei mehreren Paketen mit dem letzten.

Um zu widerrufen, teilen Sie es uns eindeutig mit: mit dem Formular hinter „Vertrag hier widerrufen“ am Fuß jeder Seite, per E-Mail an [shop@kontor.example](mailto:shop@kontor.example) oder per Brief an Kontor Demo Store GmbH, Alter Wandrahm 1, 20457 Hamburg. Es genügt, dass Sie die Mitteilung vor Ablauf der Frist absenden. Wir bestätigen den Eingang sofort per E-Mail.

## Folgen

Wir zahlen alles zurück, was Sie gezahlt haben, auch den Standardversand, innerhalb von vierzehn Tagen nach Ihrer Mitteilung, mit demselben Zahlungsmittel und ohne Entgelt. Wir dürfen warten, bis wir die Ware zurückhaben oder Sie nachgewiesen haben, dass Sie sie abgeschickt haben.

Schicken Sie die Ware innerhalb von vierzehn Tagen nach Ihrer Mitteilung zurück. Die Kosten dafür tragen Sie. Für einen Wertverlust zahlen Sie nur, wenn Sie mit der Ware anders umgegangen sind, als zum Prüfen nötig ist.

## Was nicht zurückgegeben werden kann

Schnell verderbliche Ware, versiegelte Ware, die aus Gründen der Gesundheit nicht zurückgegeben werden kann, sobald sie geöffnet ist, Ware nach Ihren eigenen Wünschen und Downloads, sobald Sie zugestimmt haben, dass sie sofort beginnen und Ihr Recht damit endet.`,
      },
    },
  },
  {
    handle: 'privacy',
    kind: 'privacy',
    texts: {
      en: {
        title: 'Privacy',
        markdown: `*Sample notice of the demo shop. Describe what your own shop does before you open.*

Responsible: Kontor Demo Store GmbH, Alter Wandrahm 1, 20457 Hamburg, [shop@kontor.example](mailto:shop@kontor.example).

## What we keep, and why

- **Orders.** Name, addresses, e-mail, what you bought and how it was paid, to fulfil the contract (Article 6(1)(b) GDPR) and because the law asks us to keep invoices (Article 6(1)(c)).
- **Accounts.** What you enter in yours, for as long as you have it.
- **Cards.** Never: your card’s number goes to the payment provider alone.
- **Access.** The address from which a request came, for some days, to keep the shop safe (Article 6(1)(f)).

This shop sets no cookie that it does not need, and follows nobody.

## Who gets it

The carrier gets name and address, the payment provider what it needs to charge you, the mail provider your address. Nobody else.

## Your rights

You may ask what we have of you, have it corrected or deleted, take it with you, object to its use, and complain to a supervisory authority.`,
      },
      de: {
        title: 'Datenschutz',
        markdown: `*Muster des Demoshops. Beschreiben Sie, was Ihr eigener Shop tut, bevor Sie öffnen.*

Verantwortlich: Kontor Demo Store GmbH, Alter Wandrahm 1, 20457 Hamburg, [shop@kontor.example](mailto:shop@kontor.example).

## Was wir speichern und warum

- **Bestellungen.** Name, Anschriften, E-Mail, was Sie gekauft haben und wie es bezahlt wurde, um den Vertrag zu erfüllen (Art. 6 Abs. 1 lit. b DSGVO) und weil wir Rechnungen aufbewahren müssen (lit. c).
- **Konten.** Was Sie in Ihrem eintragen, solange Sie es haben.
- **Karten.** Nie: Die Nummer Ihrer Karte geht nur an den Zahlungsdienst.
- **Zugriffe.** Die Adresse, von der eine Anfrage kam, für einige Tage, damit der Shop sicher bleibt (lit. f).

Dieser Shop setzt kein Cookie, das er nicht braucht, und folgt niemandem.

## Wer sie bekommt

Der Zusteller erhält Name und Anschrift, der Zahlungsdienst, was er zum Abbuchen braucht, der Maildienst Ihre Adresse. Sonst niemand.

## Ihre Rechte

Sie können erfahren, was wir von Ihnen haben, es berichtigen oder löschen lassen, es mitnehmen, seiner Verwendung widersprechen und sich bei einer Aufsichtsbehörde beschweren.`,
      },
    },
  },
];
