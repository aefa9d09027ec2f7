import {Component} from '@angular/core';

@Component({
  selector: 'shop-page',
  template: `<h1>Thank you for your order</h1>`,
})
export class Thanks {}
