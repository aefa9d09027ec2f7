import {env} from 'node:process';

export const load = () => ({sdkUrl: env['KLARNA_SDK_URL']});
