import {render} from 'solid-js/web';
import {Checkout} from './checkout.tsx';

render(
  () =>
    location.pathname === '/thanks' ? (
      <h1>Thank you for your order</h1>
    ) : (
      <Checkout />
    ),
  document.getElementById('root')!,
);
