import type {KlarnaAuthorizeData} from '../../src/klarna/types.js';

/**
 * The details that come to the order route, as JSON or in a form. They are for
 * the confirmation only; what is placed is the kit's to check.
 */
export async function authorizedDetails(
  request: Request,
): Promise<KlarnaAuthorizeData> {
  try {
    const isJson = request.headers.get('content-type')?.includes('json');
    const details = isJson
      ? detailsIn(await request.json())
      : JSON.parse(await formMember(request, '_customer_details'));
    return isObject(details) ? details : {};
  } catch {
    // The order route itself says what is wrong with it.
    return {};
  }
}

function detailsIn(body: unknown): unknown {
  return isObject(body) ? body['customer_details'] : undefined;
}

async function formMember(request: Request, ending: string): Promise<string> {
  const fields = new URLSearchParams(await request.text());
  const name = [...fields.keys()].find((key) => key.endsWith(ending));
  return (name && fields.get(name)) || '{}';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
