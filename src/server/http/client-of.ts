import type {Emit} from '../events.js';
import {thrownIn, type AskShop} from './shop-error.js';

export interface ClientOptions {
  client?: (request: Request) => unknown;
  askShop: AskShop;
  emit: Emit;
}

/**
 * Who must not take all turns: what the shop's `client` answers, and the
 * visitor where it answers nothing or fails, for no sale hangs on it.
 */
export function clientOf({
  client: ask,
  askShop,
  emit,
}: ClientOptions): (visitor: string, request: Request) => Promise<string> {
  return async (visitor, request) => {
    if (ask) {
      try {
        const client = await askShop(() => ask(request));
        if (typeof client === 'string' && client !== '') {
          return `client ${client}`;
        }
      } catch (error) {
        emit({
          type: 'shop-error',
          outcome: 'ignored',
          route: 'session',
          error: thrownIn(error),
        });
      }
    }
    return `visitor ${visitor}`;
  };
}
