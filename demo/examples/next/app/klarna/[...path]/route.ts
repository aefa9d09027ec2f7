import {klarna} from '../../../klarna';

export const GET = (request: Request) => klarna.fetch(request);
export const POST = (request: Request) => klarna.fetch(request);
