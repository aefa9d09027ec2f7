import {createRef} from 'react';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {KlarnaPayments} from '../../../src/frameworks/react.js';

/** What the component takes in React, and what it does not. */
const element = createRef<KlarnaPaymentsElement>();
const isMultiStep = Math.random() > 0.5;

export const right = [
  <KlarnaPayments />,
  <KlarnaPayments
    ref={element}
    key="klarna"
    id="klarna"
    className="pay"
    lang="sv"
    endpoint="/klarna/session"
    activation="auto"
    disabled={isMultiStep}
    manualFinalize={isMultiStep}
    categories={null}
    loadData={undefined}
    customerDetails={() => ({billing_address: {given_name: 'Ada'}})}
    fetchSession={async ({signal}) => (await fetch('/', {signal})).json()}
    messages={{retry: 'Once more'}}
    onKlarnaAuthorized={({detail}) => detail.authorizationToken.length}
    onKlarnaAuthorize={(event) => event.respondWith({})}
    onKlarnaStatus={undefined}
  >
    <p slot="loading">One moment</p>
  </KlarnaPayments>,
  <klarna-payments
    ref={element}
    endpoint="/klarna/session"
    client-token="…"
    manual-finalize={isMultiStep}
    customerDetails={{}}
    onklarna-authorized={({detail}) => detail.via}
    suppressHydrationWarning
    dangerouslySetInnerHTML={{__html: ''}}
  />,
];

export const wrong = [
  // @ts-expect-error -- an attribute, where the component takes properties
  <KlarnaPayments manual-finalize={false} />,
  // @ts-expect-error -- as before
  <KlarnaPayments client-token="…" />,
  // @ts-expect-error -- a word switches on, whatever it says
  <KlarnaPayments manualFinalize="false" />,
  // @ts-expect-error -- read-only
  <KlarnaPayments status="ready" />,
  // @ts-expect-error -- a method
  <KlarnaPayments authorize={() => null} />,
  // @ts-expect-error -- none of the two words
  <KlarnaPayments loading="later" />,
  // @ts-expect-error -- no event of the element
  <KlarnaPayments onKlarnaPaid={() => undefined} />,
  // @ts-expect-error -- no member of the event
  <KlarnaPayments onKlarnaLoad={({detail}) => detail.token} />,
  // @ts-expect-error -- a word switches on, whatever it says
  <klarna-payments manual-finalize="false" />,
  // @ts-expect-error -- a word switches on, whatever it says
  <klarna-payments disabled="false" />,
  // @ts-expect-error -- read-only
  <klarna-payments error={null} />,
];
