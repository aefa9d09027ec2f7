import '../src/index.js';
import {byId} from './shop/dom.js';
import {listEvents} from './shop/event-log.js';

listEvents(document, byId('event-log'));
