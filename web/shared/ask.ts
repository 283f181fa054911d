/** Asking the server where the answer, a refusal above all, belongs beside what was asked. */
import type { Fields, Reply } from '../client/requests.ts';

/** Any command of the contract. */
export type Ask = (name: string, fields: Fields) => Promise<Reply>;
