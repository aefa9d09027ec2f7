import {createRoot, hydrateRoot} from 'react-dom/client';
import {Shop, type ShopProps} from './shop.js';

/** Calls that the test makes in the page, when it has come so far. */
declare global {
  interface Window {
    hydrate(props: ShopProps): void;
    renderAnew(props: ShopProps): void;
  }
}

const root = () => document.getElementById('root')!;

window.hydrate = (props) => {
  hydrateRoot(root(), <Shop {...props} />);
};

window.renderAnew = (props) => {
  root().replaceChildren();
  createRoot(root()).render(<Shop {...props} />);
};
