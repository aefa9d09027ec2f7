/** What each example claims, which the run holds it to. */
export interface Example {
  readonly name: string;
  /** Whether the page comes from the server with the tag in it. */
  readonly isServerRendered: boolean;
  /** What people get wrong, and what they are told then. */
  readonly trap?: Trap;
}

/** A file that, once it is there, makes a script fail. */
export interface Trap {
  readonly file: string;
  readonly text: string;
  readonly script: 'typecheck' | 'build';
  readonly says: RegExp;
}

/** The folders of `demo/examples`. */
export const examples: readonly Example[] = [
  {name: 'react', isServerRendered: false},
  {
    name: 'next',
    isServerRendered: true,
    trap: {
      file: 'app/trap/page.tsx',
      text: `import 'klarna-payments-element';
        export default () => <klarna-payments endpoint="/klarna/session" />;`,
      script: 'build',
      says: /imported by a React server component/,
    },
  },
  {
    name: 'vue',
    isServerRendered: false,
    trap: {
      file: 'src/Trap.vue',
      text: '<template><klarna-payments :manual-finalize="false" /></template>',
      script: 'typecheck',
      says: /Type 'false' is not assignable/,
    },
  },
  {name: 'nuxt', isServerRendered: true},
  {
    name: 'svelte',
    isServerRendered: true,
    trap: {
      file: 'src/Trap.svelte',
      text: '<klarna-payments manual-finalize={false}></klarna-payments>',
      script: 'typecheck',
      says: /Type 'false' is not assignable/,
    },
  },
  {name: 'astro', isServerRendered: true},
  {name: 'solid', isServerRendered: false},
  {name: 'angular', isServerRendered: false},
];

/** What the shopper reads when all is done. */
export const farewell = 'Thank you for your order';

/** Those that every run of the tests pays in; the others take long. */
export const everyRun = ['react', 'next', 'vue', 'svelte', 'astro'];
