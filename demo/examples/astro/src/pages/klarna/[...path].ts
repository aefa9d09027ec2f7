import type {APIRoute} from 'astro';
import {klarna} from '../../klarna';

export const ALL: APIRoute = ({request}) => klarna.fetch(request);
