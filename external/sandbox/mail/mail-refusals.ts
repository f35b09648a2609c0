import type { Dialect, Refusal } from '../wire/described-requests.ts';

function refusal(statusCode: number, message: string, field: string | null = null): Refusal {
  return { statusCode, body: JSON.stringify({ errors: [{ message, field, help: null }] }) };
}

/** SendGrid, of which the sandbox has nothing but how it refuses: the shop sends by SMTP. */
export const sendGridDialect: Dialect = {
  encoding: 'json',
  read: () => refusal(400, 'Bad Request'),
  refuse: ({ path }) => refusal(400, 'Bad Request', path.join('.')),
  unknownPath: () => refusal(404, 'not found'),
};
