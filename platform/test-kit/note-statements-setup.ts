import { noteStatements, notesName } from './note-statements.ts';

const folder = process.env[notesName];
// A worker that is kept for the next file keeps what it knows as well.
const kept = globalThis as { notesStatements?: boolean };
if (folder !== undefined && !kept.notesStatements) {
  kept.notesStatements = true;
  noteStatements(folder);
}
