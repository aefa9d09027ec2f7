import {Checkout} from './checkout';

/** A server component; only the checkout itself is the browser's. */
export default function Page() {
  return (
    <main>
      <h1>One mug, with Next</h1>
      <Checkout />
    </main>
  );
}
