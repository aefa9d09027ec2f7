/** What each example claims, which the run holds it to. */
export interface Example {
  readonly name: string;
  /** Whether the page comes from the server with the tag in it. */
  readonly isServerRendered: boolean;
  /** What the shopper reads when all is done. */
  readonly farewell: string;
}

/** The folders of `demo/examples`. */
export const examples: readonly Example[] = [
  {name: 'react', isServerRendered: false},
  {name: 'next', isServerRendered: true},
  {name: 'vue', isServerRendered: false},
  {name: 'nuxt', isServerRendered: true},
  {name: 'svelte', isServerRendered: true},
  {name: 'astro', isServerRendered: true},
  {name: 'solid', isServerRendered: false},
  {name: 'angular', isServerRendered: false},
].map((example) => ({...example, farewell: 'Thank you for your order'}));

/** Those that every run of the tests pays in; the others take long. */
export const everyRun = ['react', 'next', 'vue', 'svelte', 'astro'];
