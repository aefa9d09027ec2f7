/**
 * The merchant's server kit. Each layer can be used alone: the REST client, the
 * check of an order, the markets as data, and the routes that use Klarna for a
 * shop.
 */
export {
  checkOrder,
  type CheckOrderOptions,
  type OrderProblem,
} from './check-order/check-order.js';
export {
  KlarnaPaymentsClient,
  type KlarnaCallOptions,
  type KlarnaCredentials,
  type KlarnaEnvironment,
  type KlarnaPaymentsClientOptions,
} from './client/client.js';
export {
  KlarnaApiError,
  type KlarnaApiErrorInit,
  type KlarnaApiErrorKind,
} from './client/errors.js';
export type {
  KlarnaAtOrderIgnoredEvent,
  KlarnaAuthorizationEvent,
  KlarnaCallEvent,
  KlarnaCallName,
  KlarnaCartChangedEvent,
  KlarnaCheckEvent,
  KlarnaEventFacts,
  KlarnaMerchantEvent,
  KlarnaNotifiedCallEvent,
  KlarnaOrderEvent,
  KlarnaPlacedCallEvent,
  KlarnaRecoveryEvent,
  KlarnaRequestEvent,
  KlarnaShopErrorEvent,
  KlarnaTokenizedCallEvent,
} from './events.js';
export {
  marketOf,
  markets,
  regionOf,
  type KlarnaCountry,
  type KlarnaMarket,
  type KlarnaRegion,
} from './markets.js';
export {memoryStorage} from './storage/memory.js';
export {
  createKlarnaMerchant,
  type KlarnaFetchContext,
  type KlarnaMerchant,
  type KlarnaMerchantOfAccounts,
} from './merchant.js';
export type {KlarnaMerchantOptions} from './merchant-options.js';
export type {KlarnaMerchantAccount} from './visits/accounts.js';
export type {KlarnaOpenWork, KlarnaRecovered} from './visits/open-work.js';
export type {
  KlarnaAtOrder,
  KlarnaAtOrderEvent,
  KlarnaNotifiedEvent,
  KlarnaPlacedEvent,
  KlarnaTokenizedEvent,
} from './visits/shop.js';
export type {KlarnaProblem, KlarnaProblemCode} from './http/problems.js';
export type {KlarnaMerchantRoute} from './http/route.js';
export {
  storageConformance,
  type KlarnaStorageCheck,
  type KlarnaStorageConformanceOptions,
} from './storage/conformance/conformance.js';
export {redisStorage, type KlarnaRedisClient} from './storage/redis.js';
export {
  sqlStorage,
  type KlarnaKysely,
  type SqlStorage,
  type SqlStorageOptions,
} from './storage/sql.js';
export type {
  KlarnaNextRecord,
  KlarnaRecord,
  KlarnaStorage,
} from './storage/storage.js';
export type * from '../wire/rest-types.js';
