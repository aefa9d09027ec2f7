import type {RequestHandler} from './$types';
import {klarna} from '../../../lib/server/klarna';

export const fallback: RequestHandler = ({request}) => klarna.fetch(request);
