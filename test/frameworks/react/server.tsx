import {renderToString} from 'react-dom/server';
import {Shop, type ShopProps} from './shop.js';

export function render(props: ShopProps): string {
  return renderToString(<Shop {...props} />);
}
