import './pages.js';
import {byId} from './shop/dom.js';

/** Counts what is fetched for Klarna: the session, the script, the frames. */
const output = byId<HTMLOutputElement>('requests');
const sdkUrl = document.querySelector('klarna-payments')?.sdkUrl ?? '';
const {origin} = new URL(sdkUrl, location.href);
let requests = 0;

new PerformanceObserver((list) => {
  for (const {name} of list.getEntries()) {
    const isForKlarna =
      name.startsWith(origin) || new URL(name).pathname === '/klarna/session';
    if (isForKlarna) requests += 1;
  }
  output.value = String(requests);
}).observe({type: 'resource', buffered: true});
