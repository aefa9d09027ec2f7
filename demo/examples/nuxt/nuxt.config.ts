export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  devtools: {enabled: false},
  runtimeConfig: {public: {klarnaSdkUrl: ''}},
  app: {head: {link: [{rel: 'icon', href: 'data:,'}]}},
  vue: {
    compilerOptions: {isCustomElement: (tag) => tag === 'klarna-payments'},
  },
});
