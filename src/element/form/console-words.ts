/** The browser would send the form with GET. */
export function sayGetIsRefused({localName}: Element): void {
  console.error(
    `<${localName}>: configuration: the form has no method="post", so the ` +
      'browser would put the authorization and the customer into its ' +
      'address. It has not been sent with them.',
  );
}

/** A tag that nobody has told where its session comes from. */
export function sayUnconfigured({localName}: Element): void {
  console.error(
    `<${localName}>: configuration: without endpoint, client-token or ` +
      'fetchSession, or with a wrong sdk-url, it cannot authorize. Its form ' +
      'has not been sent.',
  );
}

/** A form has gone without an authorization, and could not be stopped. */
export function saySentWithout({localName}: Element): void {
  console.warn(
    `<${localName}>: form.submit() has sent the form without an ` +
      'authorization. requestSubmit() lets Klarna be asked first.',
  );
}
