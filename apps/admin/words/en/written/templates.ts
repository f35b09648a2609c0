/** What the pages of mail templates say. */
export const templates = {
  title: 'Words of mails',
  link: 'Change the words',
  of: (channel: string) => `What mails of ${channel} say`,
  languages: 'Languages',
  own: 'own words',
  purpose: 'Sent',
  purposes: {
    transactional: 'always, it belongs to an order or an account',
    notice: 'to who asked for it',
    marketing: 'with consent alone',
  } as Readonly<Record<string, string>>,
  words: 'Words',
  wordsWhat:
    'Liquid: {{ orderNumber }} stands for what it names, {% if … %} and {% for … %} for parts that come or come again. Below the preview is what there is to name.',
  parts: { subject: 'Subject', text: 'Plain text', html: 'HTML', sms: 'SMS' },
  reset: 'Back to the words that come with the shop',
  done: {
    saved: 'Saved: mails that go out from now on say it so.',
    reset: 'The words are those that come with the shop.',
  },
  preview: 'As it arrives',
  phone: 'On a phone',
  pictures: 'With pictures',
  order: 'Number of an order',
  fill: 'Fill with it',
  sample: 'Back to the sample',
  filledFrom: {
    sample: 'Filled with a sample',
    this_mail: 'Filled with what this mail told of the order',
    another_mail: 'Filled with the order; what this mail has besides is a sample',
  } as Readonly<Record<string, string>>,
  toMyself: 'Send it to me',
  toMyselfWhat: (email: string) => `As it is typed, filled with the sample, to ${email}.`,
  faultIn: (part: string, line: number | undefined) =>
    line === undefined ? `${part}:` : `${part}, line ${line}:`,
  variables: 'What there is to name',
  variablesWhat:
    'What has [] in its name stands in a list: {% for line in lines %}{{ line.title }}{% endfor %}.',
  variable: 'Name',
  example: 'Stands here for',
  noExample: 'nothing here',
};
