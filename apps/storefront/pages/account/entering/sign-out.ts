import type { PageRequest, Redirect } from '../../../serving/page.ts';

/** Whatever the account answers, this browser is nobody's from then on. */
export async function signOut({ session, at }: PageRequest): Promise<Redirect> {
  await session.signOut();
  return { status: 303, location: at.account('/sign-in', { done: 'signed-out' }) };
}
