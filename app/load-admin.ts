import { builtAdmin } from '../apps/admin/build/built-admin.ts';
import { serveAdmin } from '../apps/admin/serving/serve-admin.ts';

/**
 * The admin as the gateway serves it, built where it is not yet; undefined in an installation without
 * it, see `builtAdmin`.
 */
export async function loadAdmin(): Promise<((handed: unknown) => void) | undefined> {
  const folder = await builtAdmin();
  if (folder === undefined) return undefined;
  return (handed) => serveAdmin(handed as Parameters<typeof serveAdmin>[0], folder);
}
