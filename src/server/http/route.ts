/**
 * The routes below `basePath`: `session`, `order`, Klarna's two calls back, and
 * the way on to Klarna for routers that submit forms by `fetch`.
 */
export type KlarnaMerchantRoute =
  'session' | 'order' | 'authorization' | 'notification' | 'continue';
