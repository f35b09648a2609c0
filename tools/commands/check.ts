export { description, run } from '../check.ts';
