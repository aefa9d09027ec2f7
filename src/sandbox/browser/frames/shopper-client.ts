import type {FrameCall, ShopperRequest, ShopperResponse} from '../messages.js';

export type AskShopper = typeof askShopper;

/**
 * Asks the sandbox, on the frame's own origin. Nothing: it could not be
 * reached or did not answer properly.
 *
 * Runs in a frame; refers to nothing outside of itself.
 */
export async function askShopper(
  from: ShopperRequest['from'],
  call: FrameCall,
  answer: Pick<ShopperRequest, 'answer' | 'fields'> = {},
): Promise<ShopperResponse | undefined> {
  const {clientToken, category, data, autoFinalize} = call;
  const body: ShopperRequest = {
    from,
    clientToken,
    category,
    data,
    autoFinalize,
    ...answer,
  };
  try {
    const response = await fetch(`/kp/shopper/${call.method}`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(body),
    });
    if (!response.ok) return undefined;
    return (await response.json()) as ShopperResponse;
  } catch {
    return undefined;
  }
}
