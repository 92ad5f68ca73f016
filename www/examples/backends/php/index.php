<?php
/**
 * Receipts with plain PHP 8.1 or newer and its OpenSSL: takes all four bodies, verifies, stores each receipt in a file of its own.
 *
 * In: the folder that the environment names as DATA (default `data` beside this file; keep it outside of what the web server serves).
 * Out: 201 for a new receipt, 200 for one that is there, 4xx with a problem document otherwise. It does not countersign: the widget then
 * shows receipts as delivered. Try it with `php -S 127.0.0.1:3000 index.php`.
 */
declare(strict_types=1);

require __DIR__ . '/receipt.php';

const LIMIT = 65536;

/** Answers and ends. */
function answer(int $status, array $members): never
{
    http_response_code($status);
    header('Content-Type: ' . ($status < 400 ? 'application/json' : 'application/problem+json'));
    echo json_encode($members);
    exit;
}

/** The compact JWS of the request, whichever of the four bodies it has. */
function receipt_of_request(): string
{
    $type = strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0]));
    $body = file_get_contents('php://input', length: LIMIT + 1);
    if (strlen($body) > LIMIT) {
        throw new Refusal("a body has at most 65,536 bytes", 413);
    }
    switch ($type) {
        case 'application/x-www-form-urlencoded':
            parse_str($body, $fields);
            return is_string($fields['receipt'] ?? null) ? $fields['receipt'] : '';
        case 'application/jose':
        case 'text/plain':
            return $body;
        case 'application/cloudevents+json':
            $event = json_decode($body, true);
            if (($event['specversion'] ?? null) !== '1.0' || !is_string($event['data'] ?? null)) {
                throw new Refusal('the body is not a structured CloudEvent with the JWS in `data`', 400);
            }
            return $event['data'];
        default:
            throw new Refusal('send application/cloudevents+json, application/jose, text/plain or a form', 415);
    }
}

/** Writes a receipt so that it is there whole or not at all; whether it is new. */
function store(string $rid, string $jws): bool
{
    $folder = getenv('DATA') ?: __DIR__ . '/data';
    if (!is_dir($folder) && !mkdir($folder, 0700, true) && !is_dir($folder)) {
        throw new RuntimeException("$folder cannot be made");
    }
    $aside = tempnam($folder, 'new-');
    $file = fopen($aside, 'w');
    if (fwrite($file, $jws) !== strlen($jws) || !fsync($file)) {
        throw new RuntimeException("$aside cannot be written");
    }
    fclose($file);
    // A link is made only where the name is free, so of two requests with one rid exactly one is first.
    $first = @link($aside, "$folder/$rid.jws");
    unlink($aside);
    if (!$first && file_get_contents("$folder/$rid.jws") !== $jws) {
        throw new Refusal('another receipt has this rid', 409);
    }
    return $first;
}

try {
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        throw new Refusal('send receipts with POST', 405);
    }
    $jws = receipt_of_request();
    $claims = read_receipt($jws);
    $key = trim($_SERVER['HTTP_IDEMPOTENCY_KEY'] ?? '', '"');
    if ($key !== '' && $key !== $claims['rid']) {
        throw new Refusal("Idempotency-Key is not the receipt's rid", 400);
    }
    answer(store($claims['rid'], $jws) ? 201 : 200, ['rid' => $claims['rid']]);
} catch (Refusal $refusal) {
    answer($refusal->getCode(), ['status' => $refusal->getCode(), 'title' => $refusal->getMessage()]);
} catch (Throwable $failure) {
    error_log((string) $failure);
    answer(503, ['status' => 503, 'title' => 'try again later']);
}
