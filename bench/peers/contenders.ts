import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {gzipSync} from 'node:zlib';
import {build, type Rolldown} from 'vite';

/** Whose integration a page has. */
export const ways = ['element', 'bigcommerce', 'adyen'] as const;
export type Way = (typeof ways)[number];

export const names: Record<Way, string> = {
  element: 'klarna-payments',
  bigcommerce: 'BigCommerce checkout-sdk',
  adyen: 'Adyen Web',
};

/** Klarna's address, in place of which the bench has its own. */
export const klarna = 'https://x.klarnacdn.net/kp/lib/v1/api.js';

/** A minified module with all it imports, as a page loads it. */
async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    root: resolve('bench'),
    logLevel: 'silent',
    define: {'process.env.NODE_ENV': '"production"'},
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        output: {minify: true, comments: false, codeSplitting: false},
      },
    },
    plugins: [{name: 'bare', resolveId: bareId, load: bareModule}],
  });
  const {output} = (
    Array.isArray(result) ? result[0] : result
  ) as Rolldown.RolldownOutput;
  return output[0].code;
}

/** What a page imports of each peer, with nothing of the bench in it. */
const bare: Record<string, string> = {
  'bare:bigcommerce': `
    import {createKlarnaV2PaymentStrategy} from '@bigcommerce/checkout-sdk/integrations/klarna';
    window.parts = [createKlarnaV2PaymentStrategy];`,
  'bare:store': `
    import {createCheckoutService} from '@bigcommerce/checkout-sdk/essential';
    window.parts = [createCheckoutService];`,
  'bare:adyen': `
    import {AdyenCheckout, Klarna} from '@adyen/adyen-web';
    window.parts = [AdyenCheckout, Klarna];`,
};

function bareId(id: string): string | undefined {
  return bare[id] && id;
}

function bareModule(id: string): string | undefined {
  return bare[id];
}

/** The module that each contender's page loads. */
export async function codeOf(): Promise<Record<Way, string>> {
  return {
    element: readFileSync('dist/cdn/klarna-payments.js', 'utf8'),
    bigcommerce: await bundle(resolve('bench/peers/bigcommerce.mjs')),
    adyen: await bundle(resolve('bench/peers/adyen.mjs')),
  };
}

/** Bytes over the wire, and what else a shop of the peer's has to send. */
export interface Weight {
  code: number;
  besides: number;
}

export async function weigh(): Promise<Record<Way, Weight>> {
  const css = 'bench/node_modules/@adyen/adyen-web/dist/es/adyen.css';
  const bytes = (body: string | Buffer) => compressed(body).length;
  const code = bytes(readFileSync('dist/cdn/klarna-payments.js'));
  return {
    element: {code, besides: 0},
    bigcommerce: {
      code: bytes(await bundle('bare:bigcommerce')),
      besides: bytes(await bundle('bare:store')),
    },
    adyen: {
      code: bytes(await bundle('bare:adyen')),
      besides: bytes(readFileSync(css)),
    },
  };
}

export function compressed(body: string | Buffer): Buffer {
  return gzipSync(body, {level: 9});
}
