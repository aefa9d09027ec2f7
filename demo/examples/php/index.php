<?php

/** A shop that is paid with Klarna: PHP as it comes, one tag. */

declare(strict_types=1);

const KNOWN_DETAILS = ['billing_address', 'shipping_address', 'customer'];

$shop = getenv('SHOP_URL') ?: 'http://' . $_SERVER['HTTP_HOST'];
$klarna = getenv('KLARNA_URL') ?: 'http://127.0.0.1:8700';
// With Klarna itself: https://x.klarnacdn.net/kp/lib/v1/api.js
$script = getenv('KLARNA_SCRIPT') ?: "$klarna/kp/lib/v1/api.js";
$element = getenv('ELEMENT') ?: 'node_modules/klarna-payments-element/dist/cdn';

open_session();
header('Cache-Control: no-store');

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
try {
    match ("{$_SERVER['REQUEST_METHOD']} $path") {
        'GET /' => show_checkout($script),
        'POST /cart' => change_cart(),
        'POST /klarna/session' => answer_session(),
        'POST /klarna/order' => answer_order(),
        'GET /thanks' => show_thanks(),
        default => show_asset($path, $element),
    };
} catch (RuntimeException) {
    // Nobody knows what came of it; the same body may be sent again.
    show('Please try again', '<p>Klarna did not answer.</p>', 502);
}

/** PHP answers one request of a session at a time. */
function open_session(): void
{
    // SameSite keeps other sites from posting in the visitor's name.
    session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax']);
}

/** The cart as Klarna takes it; amounts in minor units, from here alone. */
function order_of_visitor(): array
{
    global $shop;
    $mugs = $_SESSION['mugs'] ?? 1;
    $price = 19900;
    $rate = 2500;
    $total = $price * $mugs;
    $tax = (int) round($total * $rate / (10000 + $rate));
    return [
        'purchase_country' => 'SE',
        'purchase_currency' => 'SEK',
        'locale' => 'en-SE',
        'order_amount' => $total,
        'order_tax_amount' => $tax,
        'order_lines' => [[
            'name' => 'Speckled mug',
            'quantity' => $mugs,
            'unit_price' => $price,
            'tax_rate' => $rate,
            'total_amount' => $total,
            'total_tax_amount' => $tax,
        ]],
        'merchant_urls' => ['confirmation' => "$shop/thanks"],
    ];
}

/** Answers Klarna's status and what it says. Throws if it does not answer. */
function klarna(string $path, array $body): array
{
    global $klarna;
    $username = getenv('KLARNA_USERNAME') ?: 'sandbox';
    $password = getenv('KLARNA_PASSWORD') ?: 'sandbox';
    $context = stream_context_create(['http' => [
        'method' => 'POST',
        'header' => [
            'Authorization: Basic ' . base64_encode("$username:$password"),
            'Content-Type: application/json',
        ],
        'content' => json_encode($body),
        'ignore_errors' => true,
        'timeout' => 10,
    ]]);
    $text = @file_get_contents("$klarna/payments/v1/$path", false, $context);
    $first = $http_response_header[0] ?? '';
    if ($text === false || !preg_match('/^HTTP\S* (\d{3})/', $first, $found)) {
        throw new RuntimeException('Klarna did not answer');
    }
    $status = (int) $found[1];
    if ($status >= 500 || $status === 401 || $status === 429) {
        throw new RuntimeException("Klarna answered $status");
    }
    return [$status, json_decode($text, true) ?? []];
}

/** Step 1: a session of this visitor, continued when they come back. */
function session_of_visitor(): array
{
    $order = order_of_visitor();
    $session = $_SESSION['klarna'] ?? null;
    if ($session) {
        // It also gives the session another 48 hours.
        [$status] = klarna("sessions/{$session['session_id']}", $order);
        if ($status === 204) {
            return $_SESSION['klarna'] = ['order' => $order] + $session;
        }
    }
    [$status, $created] = klarna('sessions', $order);
    if ($status !== 200) {
        throw new RuntimeException("Klarna answered $status");
    }
    return $_SESSION['klarna'] = ['order' => $order] + $created;
}

/** Step 3: places the order once, always with the same body. */
function place_order(string $token, array $details): ?array
{
    if (!isset($_SESSION['orders'][$token])) {
        if (!isset($_SESSION['klarna'])) {
            return null;
        }
        // Of what the browser says, only who buys.
        $buyer = array_intersect_key($details, array_flip(KNOWN_DETAILS));
        // Without empty ones, which JSON would make lists of.
        $body = array_filter($buyer) + $_SESSION['klarna']['order'];
        $_SESSION['orders'][$token] = ['body' => $body];
        // Written down before it is sent.
        session_write_close();
        open_session();
    }
    $placed = &$_SESSION['orders'][$token];
    if (!array_key_exists('answer', $placed)) {
        [$status, $answer] = klarna("authorizations/$token/order", $placed['body']);
        $placed['answer'] = $status === 200 ? $answer : null;
        unset($_SESSION['klarna']);
    }
    return $placed['answer'];
}

function answer_session(): void
{
    $public = ['client_token' => 1, 'payment_method_categories' => 1];
    header('Content-Type: application/json');
    echo json_encode(array_intersect_key(session_of_visitor(), $public));
}

function answer_order(): void
{
    $token = $_POST['klarna_authorization_token'] ?? '';
    $details = json_decode($_POST['klarna_customer_details'] ?? '{}', true);
    // It becomes part of a URL.
    if (!is_string($token) || !preg_match('/^[\w-]{1,100}$/D', $token)) {
        show('Not ordered', '<p>Nothing was authorized.</p>', 400);
        return;
    }
    $placed = place_order($token, is_array($details) ? $details : []);
    if ($placed) {
        header('Location: ' . ($placed['redirect_url'] ?? '/thanks'), true, 303);
    } else {
        show('Not ordered', '<p>Nothing was ordered.</p>', 409);
    }
}

function change_cart(): void
{
    $_SESSION['mugs'] = ($_POST['mugs'] ?? '') === '2' ? 2 : 1;
    header('Location: /', true, 303);
}

function show_thanks(): void
{
    $answers = array_column($_SESSION['orders'] ?? [], 'answer');
    $ids = array_column(array_filter($answers), 'order_id');
    $id = htmlspecialchars((string) end($ids));
    show('Thank you', $ids ? "<p>Order <output>$id</output></p>" : '<p>Not yet.</p>');
}

function show_asset(string $path, string $element): void
{
    $file = $element . $path;
    if (preg_match('#^/klarna-payments[\w.-]*\.js$#D', $path) && is_file($file)) {
        header('Content-Type: text/javascript');
        readfile($file);
    } else {
        show('Not found', '', 404);
    }
}

function show_checkout(string $script): void
{
    $mugs = $_SESSION['mugs'] ?? 1;
    $total = number_format(order_of_visitor()['order_amount'] / 100, 2);
    $script = htmlspecialchars($script);
    show('Checkout', <<<HTML
      <script type="module" src="/klarna-payments.js"></script>
      <form action="/cart" method="post">
        <p>Speckled mug, $mugs pcs, $total SEK</p>
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
          sdk-url="$script"
        ></klarna-payments>
        <button>Place order</button>
      </form>
    HTML);
}

function show(string $title, string $body, int $status = 200): void
{
    http_response_code($status);
    header('Content-Type: text/html; charset=utf-8');
    echo <<<HTML
    <!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <link rel="icon" href="data:," />
      <title>$title</title>
      <style>
        body { font: 1rem/1.5 system-ui; max-width: 32rem; margin: 2rem auto }
        label, button { display: block; margin-block: 0.5rem }
        input { display: block; width: 100%; box-sizing: border-box }
      </style>
      <h1>$title</h1>
      $body
    </html>
    HTML;
}
