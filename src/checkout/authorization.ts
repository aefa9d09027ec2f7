import type {KlarnaAuthorizeData} from '../klarna/types.js';

/** Klarna's docs: an authorization token is valid for 60 minutes. */
export const tokenLifetime = 60 * 60 * 1000;

/** A token that may place the order, and what it was given for. */
export interface Authorization {
  readonly authorizationToken: string;
  readonly category: string;
  readonly customerDetails: KlarnaAuthorizeData;
  /** The details as they were collected, before listeners added to them. */
  readonly collected: KlarnaAuthorizeData;
  /** Milliseconds. */
  readonly expires: number;
}
