import { noteStatements, notesName } from './note-statements.ts';

const folder = process.env[notesName];
// A worker that is kept for the next file keeps what it knows as well.
const stored = globalThis as { notesStatements?: boolean };
if (folder !== undefined && !stored.notesStatements) {
  stored.notesStatements = true;
  noteStatements(folder);
}
