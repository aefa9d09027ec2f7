import type {Page} from '@playwright/test';
import type {KlarnaSession} from '../../src/wire/rest-types.js';
import {KlarnaPaymentsClient} from '../../src/server/index.js';

interface TokenClaims {
  session_id: string;
  base_url: string;
}

/**
 * Keeps an eye on the client tokens that the shop gets, and reads their
 * sessions from the sandbox as the merchant could.
 */
export class KlarnaSessions {
  readonly tokens: string[] = [];

  constructor(page: Page) {
    page.on('response', (response) => {
      if (!response.url().endsWith('/klarna/session')) return;
      void response.json().then(
        ({client_token}: {client_token?: string}) => {
          if (client_token) this.tokens.push(client_token);
        },
        () => undefined,
      );
    });
  }

  /** The session of the latest token, as Klarna has it now. */
  latest(): Promise<KlarnaSession> {
    const claims = claimsOf(this.tokens.at(-1) ?? '');
    const client = new KlarnaPaymentsClient({
      credentials: {username: 'mornby', password: 'slow mornings'},
      region: 'eu',
      baseUrl: new URL(claims.base_url).origin,
    });
    return client.readSession(claims.session_id);
  }
}

function claimsOf(token: string): TokenClaims {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url');
  return JSON.parse(payload.toString()) as TokenClaims;
}
