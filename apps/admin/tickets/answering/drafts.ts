/** What somebody began to write on a ticket, as it was when they began. */
export interface Draft {
  readonly text: string;
  /** A note among staff. */
  readonly internal: boolean;
  /** Of the ticket that was seen, and how many messages it had. */
  readonly version: number;
  readonly messages: number;
  /** Of what went out already, until it is known what became of it. */
  readonly sending?: Sending;
}

/** Under what a draft goes out, again and again until there is a reply: so it happens once. */
export interface Sending {
  readonly key: string;
  readonly version: number;
  /** For how long an answer was asked to wait before it goes out. */
  readonly waitSeconds?: number;
  /** Whether that was decided: a repeat does not decide anew. */
  readonly isKnown?: boolean;
  /** The ticket is to be solved besides. */
  readonly solving: boolean;
}

const keptAs = (staffId: string, ticketId: string) => `kontor-draft-${staffId}-${ticketId}`;

/** Kept on this device, for whoever wrote it, until it is sent or emptied. */
export function keptDraft(staffId: string, ticketId: string): Draft | undefined {
  const kept = localStorage.getItem(keptAs(staffId, ticketId));
  if (kept === null) return undefined;
  try {
    return JSON.parse(kept) as Draft;
  } catch {
    return undefined;
  }
}

export function keepDraft(staffId: string, ticketId: string, draft: Draft | undefined): void {
  if (!draft || draft.text === '') localStorage.removeItem(keptAs(staffId, ticketId));
  else localStorage.setItem(keptAs(staffId, ticketId), JSON.stringify(draft));
}
