import {bootstrapApplication} from '@angular/platform-browser';
import {Checkout} from './checkout';
import {Thanks} from './thanks';

void bootstrapApplication(location.pathname === '/thanks' ? Thanks : Checkout);
