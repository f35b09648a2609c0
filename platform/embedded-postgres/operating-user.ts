import { lchown, lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The unprivileged user that PostgreSQL runs as when Kontor itself runs as root. */
export interface OperatingUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const preferredNames = ['nobody', 'postgres', 'daemon'];

/**
 * PostgreSQL refuses to run as root and a user without a passwd entry fails, so root lends it an
 * existing one: the owner of a cluster that is already there, else `nobody`.
 * Undefined means that Kontor is not root and PostgreSQL runs as the same user.
 */
export async function chooseOperatingUser(
  clusterFolder: string,
): Promise<OperatingUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8'));
  const owner = await stat(clusterFolder).catch(() => undefined);
  const candidates = [
    users.find((user) => user.uid === owner?.uid),
    ...preferredNames.map((name) => users.find((user) => user.name === name)),
    ...users,
  ];
  const chosen = candidates.find((user) => user !== undefined && user.uid !== 0);
  if (chosen) return chosen;
  throw new Error(
    'PostgreSQL does not run as root and /etc/passwd names no other user. Add one (useradd --system postgres) and start again.',
  );
}

export function parsePasswd(text: string): OperatingUser[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }));
}

/** Whether `user` may enter every folder above `path` and read and enter `path` itself. */
export async function canReach(path: string, user: OperatingUser): Promise<boolean> {
  const target = await stat(path);
  if (!permits(target, user, 0o5)) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!permits(await stat(folder), user, 0o1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function permits(
  entry: { uid: number; gid: number; mode: number },
  user: OperatingUser,
  wanted: number,
): boolean {
  const shift = entry.uid === user.uid ? 6 : entry.gid === user.gid ? 3 : 0;
  return ((entry.mode >> shift) & wanted) === wanted;
}

/** Gives a folder and all in it to `user`; nothing happens when the folder is theirs already. */
export async function giveFolderTo(folder: string, user: OperatingUser): Promise<void> {
  if ((await lstat(folder)).uid === user.uid) return;
  // The folder itself comes last, so that an interrupted hand-over is taken up again.
  for (const entry of await readdir(folder, { recursive: true })) {
    await lchown(join(folder, entry), user.uid, user.gid);
  }
  await lchown(folder, user.uid, user.gid);
}
