import type {StoredSession} from '../state/store.js';

/** A merchant's URL with the ids that it has placeholders for. */
export function withIds(
  url: string | null | undefined,
  {id, placed}: StoredSession,
): string {
  return (url ?? '')
    .replaceAll('{session.id}', id)
    .replaceAll('{order.id}', placed?.answer.order_id ?? '');
}
