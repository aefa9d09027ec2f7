import {StrictMode} from 'react';
import {createRoot} from 'react-dom/client';
import {Checkout} from './checkout.tsx';

const page =
  location.pathname === '/thanks' ? (
    <h1>Thank you for your order</h1>
  ) : (
    <Checkout />
  );

createRoot(document.getElementById('root')!).render(
  <StrictMode>{page}</StrictMode>,
);
