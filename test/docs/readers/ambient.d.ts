// What is around the blocks of the documentation where somebody tries them: the
// element is imported, pages hold elements that nobody but their author knows.
import 'klarna-payments-element';

declare global {
  interface ParentNode {
    // eslint-disable-next-line typescript/no-explicit-any
    querySelector(selectors: `#${string}`): any;
    querySelector(selectors: `[${string}`): HTMLElement;
    querySelectorAll(selectors: `[${string}`): NodeListOf<HTMLElement>;
  }
  interface FormData {
    get(name: `${string}_customer_details`): string;
  }
  interface HTMLElementEventMap {
    'htmx:beforeSwap': CustomEvent;
  }
  interface Serving {
    hostname: string;
    port: number;
  }
  const Deno: {
    serve(
      options: Serving,
      fetch: (request: Request) => Promise<Response>,
    ): unknown;
  };
  const Bun: {
    serve(
      options: Serving & {fetch: (request: Request) => Promise<Response>},
    ): unknown;
  };
}
