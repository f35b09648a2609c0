import type { Words } from '../../en.ts';

export const templates: Words['templates'] = {
  title: 'Texte der Mails',
  link: 'Texte ändern',
  of: (channel) => `Was Mails von ${channel} sagen`,
  languages: 'Sprachen',
  own: 'eigene Texte',
  purpose: 'Geht hinaus',
  purposes: {
    transactional: 'immer, sie gehört zu einer Bestellung oder einem Konto',
    notice: 'an die, die darum baten',
    marketing: 'nur mit Einwilligung',
  },
  words: 'Texte',
  wordsWhat:
    'Liquid: {{ orderNumber }} steht für das, was es nennt, {% if … %} und {% for … %} für Teile, die kommen oder wiederkehren. Unter der Vorschau steht, was sich nennen lässt.',
  parts: { subject: 'Betreff', text: 'Nur Text', html: 'HTML', sms: 'SMS' },
  reset: 'Zurück zu den mitgelieferten Texten',
  done: {
    saved: 'Gespeichert: Was von jetzt an hinausgeht, sagt es so.',
    reset: 'Es gelten die mitgelieferten Texte.',
  },
  preview: 'So kommt sie an',
  phone: 'Auf dem Telefon',
  pictures: 'Mit Bildern',
  order: 'Nummer einer Bestellung',
  fill: 'Damit füllen',
  sample: 'Zurück zum Muster',
  filledFrom: {
    sample: 'Mit einem Muster gefüllt',
    this_mail: 'Mit dem gefüllt, was diese Mail von der Bestellung sagte',
    another_mail: 'Mit der Bestellung gefüllt; was diese Mail sonst noch hat, ist ein Muster',
  },
  toMyself: 'Mir schicken',
  toMyselfWhat: (email) => `So, wie sie hier steht, mit dem Muster gefüllt, an ${email}.`,
  faultIn: (part, line) => (line === undefined ? `${part}:` : `${part}, Zeile ${line}:`),
  variables: 'Was sich nennen lässt',
  variablesWhat:
    'Was [] im Namen hat, steht in einer Liste: {% for line in lines %}{{ line.title }}{% endfor %}.',
  variable: 'Name',
  example: 'Steht hier für',
  noExample: 'hier nichts',
};
