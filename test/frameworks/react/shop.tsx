import {
  type ComponentType,
  createElement,
  StrictMode,
  useCallback,
  useState,
} from 'react';
import type {
  KlarnaAuthorizedEvent,
  KlarnaPaymentsElement,
} from '../../../src/element.js';
import {KlarnaPayments} from '../../../src/frameworks/react.js';

/** Pages of a shop in React, rendered by a server and hydrated. */
export interface ShopProps {
  page: keyof typeof pages;
  sdkUrl: string;
}

export const pages = {component: Component, recipe: Recipe, late: Late};

export function Shop({page, sdkUrl}: ShopProps) {
  const Page: ComponentType<{sdkUrl: string}> = pages[page];
  return (
    <StrictMode>
      <Page sdkUrl={sdkUrl} />
    </StrictMode>
  );
}

/** Buttons of the page change what the element gets. */
function Component({sdkUrl}: {sdkUrl: string}) {
  const [name, setName] = useState('');
  const [isOff, setOff] = useState(false);
  const [isPlain, setPlain] = useState(false);
  const [listener, setListener] = useState<'first' | 'second' | 'none'>(
    'first',
  );
  const [authorized, setAuthorized] = useState<string[]>([]);
  const [ref, setRef] = useState<KlarnaPaymentsElement | null>(null);
  const heard = useCallback(
    ({detail}: KlarnaAuthorizedEvent) =>
      setAuthorized((all) => [
        ...all,
        `${listener} ${detail.customerDetails.billing_address?.given_name}`,
      ]),
    [listener],
  );
  return (
    <>
      <input
        id="name"
        value={name}
        onChange={({target}) => setName(target.value)}
      />
      <input id="note" defaultValue="" />
      <KlarnaPayments
        ref={setRef}
        id="klarna"
        className="pay"
        endpoint="/klarna/session"
        sdkUrl={sdkUrl}
        disabled={isOff}
        {...(!isPlain && {label: 'Ways to pay'})}
        customerDetails={() => ({billing_address: {given_name: name}})}
        onKlarnaAuthorized={listener === 'none' ? undefined : heard}
      >
        <p slot="loading">One moment</p>
      </KlarnaPayments>
      <button id="off" onClick={() => setOff(!isOff)}>
        {isOff ? 'Klarna again' : 'Another way to pay'}
      </button>
      <button id="plain" onClick={() => setPlain(true)}>
        Leave the label out
      </button>
      <button
        id="listener"
        onClick={() => setListener(listener === 'first' ? 'second' : 'none')}
      >
        Listen otherwise
      </button>
      <button id="pay" onClick={() => void ref?.authorize()}>
        Pay
      </button>
      <output>{authorized.join()}</output>
    </>
  );
}

/** The raw tag, whose children React is told to leave alone. */
function Recipe({sdkUrl}: {sdkUrl: string}) {
  return (
    <>
      <input id="note" defaultValue="" />
      {createElement('klarna-payments', {
        id: 'klarna',
        endpoint: '/klarna/session',
        'sdk-url': sdkUrl,
        suppressHydrationWarning: true,
        dangerouslySetInnerHTML: {__html: ''},
      })}
    </>
  );
}

/** The raw tag as attributes, for an element that is defined afterwards. */
function Late({sdkUrl}: {sdkUrl: string}) {
  return createElement('klarna-payments', {
    id: 'klarna',
    endpoint: '/klarna/session',
    'sdk-url': sdkUrl,
    'manual-finalize': undefined,
    disabled: undefined,
  });
}
