"""A shop that is paid with Klarna: Python's standard library, one tag."""

import base64
import html
import json
import os
import re
import secrets
import threading
import urllib.error
import urllib.request
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

PORT = int(os.environ.get('PORT', '8000'))
KLARNA = os.environ.get('KLARNA_URL', 'http://127.0.0.1:8700')
USERNAME = os.environ.get('KLARNA_USERNAME', 'sandbox')
PASSWORD = os.environ.get('KLARNA_PASSWORD', 'sandbox')
# With Klarna itself: https://x.klarnacdn.net/kp/lib/v1/api.js
SCRIPT = os.environ.get('KLARNA_SCRIPT', f'{KLARNA}/kp/lib/v1/api.js')
ELEMENT = Path(
    os.environ.get('ELEMENT', 'node_modules/klarna-payments-element/dist/cdn')
)

# Who is in the shop, by cookie. A real shop has a database.
visitors = {}


class Visitor:
    def __init__(self):
        self.lock = threading.Lock()
        self.mugs = 1
        self.session = None  # Klarna's, with the order it was told
        self.orders = {}  # by authorization token


def order_of(visitor):
    """The cart as Klarna takes it; amounts in minor units, from here alone."""
    price, rate = 19900, 2500
    total = price * visitor.mugs
    tax = round(total * rate / (10000 + rate))
    return {
        'purchase_country': 'SE',
        'purchase_currency': 'SEK',
        'locale': 'en-SE',
        'order_amount': total,
        'order_tax_amount': tax,
        'order_lines': [
            {
                'name': 'Speckled mug',
                'quantity': visitor.mugs,
                'unit_price': price,
                'tax_rate': rate,
                'total_amount': total,
                'total_tax_amount': tax,
            }
        ],
        'merchant_urls': {'confirmation': f'{SHOP}/thanks'},
    }


def klarna(path, body):
    """Answers Klarna's status and what it says. Raises OSError if it does not."""
    pair = base64.b64encode(f'{USERNAME}:{PASSWORD}'.encode()).decode()
    request = urllib.request.Request(
        f'{KLARNA}/payments/v1/{path}',
        data=json.dumps(body).encode(),
        headers={
            'Authorization': f'Basic {pair}',
            'Content-Type': 'application/json',
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else {}
    except urllib.error.HTTPError as refusal:
        return refusal.code, {}


def session_for(visitor):
    """Step 1: a session of this visitor, continued when they come back."""
    order = order_of(visitor)
    session = visitor.session
    if session:
        # It also gives the session another 48 hours.
        status, _ = klarna(f'sessions/{session["session_id"]}', order)
        if status == 204:
            session['order'] = order
            return session
    status, created = klarna('sessions', order)
    if status != 200:
        raise OSError(f'Klarna answered {status}')
    visitor.session = {**created, 'order': order}
    return visitor.session


def place_order(visitor, token, details):
    """Step 3: places the order once, always with the same body."""
    placed = visitor.orders.get(token)
    if not placed:
        if not visitor.session:
            return None
        # Of what the browser says, only who buys.
        known = ('billing_address', 'shipping_address', 'customer')
        buyer = {key: details[key] for key in known if details.get(key)}
        placed = {'body': {**visitor.session['order'], **buyer}}
        visitor.orders[token] = placed
    if 'answer' not in placed:
        status, answer = klarna(f'authorizations/{token}/order', placed['body'])
        if status in (401, 429) or status >= 500:
            raise OSError(f'Klarna answered {status}')
        placed['answer'] = answer if status == 200 else None
        visitor.session = None
    return placed['answer']


class Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        visitor = self.visitor()
        asset = re.fullmatch(r'/(klarna-payments[\w.-]*\.js)', self.path)
        if asset and (ELEMENT / asset[1]).is_file():
            script = (ELEMENT / asset[1]).read_bytes()
            self.answer(200, script, 'text/javascript')
        elif self.path == '/':
            self.page('Checkout', checkout(visitor))
        elif self.path == '/thanks':
            answers = [each.get('answer') for each in visitor.orders.values()]
            ids = [each['order_id'] for each in answers if each]
            told = f'Order <output>{ids[-1]}</output>' if ids else 'Not yet.'
            self.page('Thank you', f'<p>{told}</p>')
        else:
            self.page('Not found', '', 404)

    def do_POST(self):
        visitor = self.visitor()
        size = min(int(self.headers.get('Content-Length') or 0), 1_000_000)
        sent = self.rfile.read(size).decode()
        try:
            with visitor.lock:
                self.post(visitor, sent)
        except ValueError:
            self.page('Not ordered', '<p>That was not understood.</p>', 400)
        except OSError:
            # Nobody knows what came of it; the same body may be sent again.
            self.page('Please try again', '<p>Klarna did not answer.</p>', 502)

    def post(self, visitor, sent):
        if self.path == '/klarna/session':
            session = session_for(visitor)
            public = ('client_token', 'payment_method_categories')
            shown = {key: session[key] for key in public if key in session}
            self.answer(200, json.dumps(shown).encode(), 'application/json')
            return
        form = {key: each[0] for key, each in parse_qs(sent).items()}
        if self.path == '/cart':
            visitor.mugs = 2 if form.get('mugs') == '2' else 1
            self.redirect('/')
        elif self.path == '/klarna/order':
            token = form.get('klarna_authorization_token', '')
            details = json.loads(form.get('klarna_customer_details', '{}'))
            # It becomes part of a URL.
            if not re.fullmatch(r'[\w-]{1,100}', token):
                self.page('Not ordered', '<p>Nothing was authorized.</p>', 400)
                return
            placed = place_order(visitor, token, details)
            if placed:
                self.redirect(placed.get('redirect_url') or '/thanks')
            else:
                self.page('Not ordered', '<p>Nothing was ordered.</p>', 409)
        else:
            self.page('Not found', '', 404)

    def visitor(self):
        cookie = SimpleCookie(self.headers.get('Cookie')).get('visitor')
        self.id = cookie.value if cookie else ''
        if self.id not in visitors:
            self.id = secrets.token_urlsafe(16)
            visitors[self.id] = Visitor()
        return visitors[self.id]

    def page(self, title, body, status=200):
        page = PAGE.format(title=title, body=body)
        self.answer(status, page.encode(), 'text/html; charset=utf-8')

    def redirect(self, url):
        self.answer(303, b'', 'text/plain', [('Location', url)])

    def answer(self, status, body, kind, headers=()):
        self.send_response(status)
        # SameSite keeps other sites from posting in the visitor's name.
        cookie = f'visitor={self.id}; HttpOnly; Path=/; SameSite=Lax'
        fixed = [
            ('Set-Cookie', cookie),
            ('Cache-Control', 'no-store'),
            ('Content-Type', kind),
            ('Content-Length', str(len(body))),
        ]
        for name, value in (*fixed, *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def checkout(visitor):
    total = order_of(visitor)['order_amount'] / 100
    return CHECKOUT.format(
        mugs=visitor.mugs, total=total, script=html.escape(SCRIPT)
    )


PAGE = """<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <link rel="icon" href="data:," />
  <title>{title}</title>
  <style>
    body {{ font: 1rem/1.5 system-ui; max-width: 32rem; margin: 2rem auto }}
    label, button {{ display: block; margin-block: 0.5rem }}
    input {{ display: block; width: 100%; box-sizing: border-box }}
  </style>
  <h1>{title}</h1>
  {body}
</html>
"""

CHECKOUT = """<script type="module" src="/klarna-payments.js"></script>
  <form action="/cart" method="post">
    <p>Speckled mug, {mugs} pcs, {total:.2f} SEK</p>
    <button name="mugs" value="1">One</button>
    <button name="mugs" value="2">Two</button>
  </form>
  <form action="/klarna/order" method="post">
    <label>E-mail <input name="email" type="email" autocomplete="email" /></label>
    <label>Phone <input name="tel" autocomplete="tel" /></label>
    <label>First name <input name="given" autocomplete="given-name" /></label>
    <label>Last name <input name="family" autocomplete="family-name" /></label>
    <label>Street <input name="street" autocomplete="address-line1" /></label>
    <label>Postcode <input name="zip" autocomplete="postal-code" /></label>
    <label>Town <input name="city" autocomplete="address-level2" /></label>
    <input name="country" type="hidden" autocomplete="country" value="SE" />
    <klarna-payments
      endpoint="/klarna/session"
      name="klarna"
      sdk-url="{script}"
    ></klarna-payments>
    <button>Place order</button>
  </form>"""


if __name__ == '__main__':
    server = ThreadingHTTPServer(('127.0.0.1', PORT), Shop)
    SHOP = os.environ.get('SHOP_URL', f'http://127.0.0.1:{server.server_port}')
    print(f'The shop is at {SHOP}', flush=True)
    server.serve_forever()
