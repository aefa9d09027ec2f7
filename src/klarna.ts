/** The types of Klarna's script and of its REST API; nothing at run time. */
export type * from './wire/rest-types.js';
export type * from './klarna/types.js';
