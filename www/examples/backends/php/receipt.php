<?php
/**
 * A compact JWS in, its claims out, or the reason why it is refused. ES256 is P-256 with SHA-256 (RFC 7518 section 3.4).
 */
declare(strict_types=1);

/** Why a request is not taken; the code is the HTTP status. */
final class Refusal extends Exception {}

/** Verifies a receipt and answers its claims. The key is in the header, so only ES256 and nothing else is accepted from there. */
function read_receipt(string $jws): array
{
    if (strlen($jws) > 16384) {
        throw new Refusal('a receipt has at most 16,384 bytes', 413);
    }
    $parts = explode('.', $jws);
    $header = json_decode(from_base64url($parts[0]) ?? '', true);
    $claims = json_decode(from_base64url($parts[1] ?? '') ?? '', true);
    $signature = from_base64url($parts[2] ?? '!');
    if (count($parts) !== 3 || !is_array($header) || !is_array($claims) || $signature === null) {
        throw new Refusal('the receipt is not a compact JWS', 400);
    }
    if (($header['typ'] ?? null) !== 'cs-receipt+jws' || isset($header['crit']) || ($claims['v'] ?? null) !== 'cs-receipt/1') {
        throw new Refusal('the JWS is not a receipt of version 1', 400);
    }
    $rid = $claims['rid'] ?? null;
    if (!is_string($rid) || !preg_match('/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/D', $rid) || !is_string($claims['kind'] ?? null)) {
        throw new Refusal('rid or kind is missing', 400);
    }
    // Unsigned receipts come from browsers without WebCrypto and say so themselves. Nothing else may be unsigned.
    $unsigned = ($header['alg'] ?? null) === 'none' && ($claims['assurance'] ?? null) === 'server' && $signature === '';
    if (!$unsigned && !holds($header, "$parts[0].$parts[1]", $signature)) {
        throw new Refusal('the signature does not hold', 422);
    }
    return $claims;
}

/** Whether the key in the header made the signature, and `kid` is its RFC 7638 thumbprint. */
function holds(array $header, string $input, string $signature): bool
{
    $jwk = $header['jwk'] ?? null;
    if (($header['alg'] ?? null) !== 'ES256' || ($jwk['kty'] ?? null) !== 'EC' || ($jwk['crv'] ?? null) !== 'P-256') {
        return false;
    }
    $x = from_base64url((string) ($jwk['x'] ?? ''));
    $y = from_base64url((string) ($jwk['y'] ?? ''));
    if (strlen((string) $x) !== 32 || strlen((string) $y) !== 32 || strlen($signature) !== 64) {
        return false;
    }
    $named = json_encode(['crv' => 'P-256', 'kty' => 'EC', 'x' => $jwk['x'], 'y' => $jwk['y']]);
    if (($header['kid'] ?? null) !== to_base64url(hash('sha256', $named, true))) {
        return false;
    }
    // What stands before the point in every SubjectPublicKeyInfo of P-256 (RFC 5480).
    $der = hex2bin('3059301306072a8648ce3d020106082a8648ce3d030107034200') . "\x04$x$y";
    $pem = "-----BEGIN PUBLIC KEY-----\n" . chunk_split(base64_encode($der), 64, "\n") . "-----END PUBLIC KEY-----\n";
    $numbers = integer(substr($signature, 0, 32)) . integer(substr($signature, 32));
    $key = openssl_pkey_get_public($pem);
    return $key !== false && openssl_verify($input, "\x30" . chr(strlen($numbers)) . $numbers, $key, OPENSSL_ALGO_SHA256) === 1;
}

/** An unsigned number as a DER INTEGER: JWS has R and S as they are, OpenSSL wants them so. */
function integer(string $bytes): string
{
    $bytes = ltrim($bytes, "\0");
    if ($bytes === '' || ord($bytes[0]) > 127) {
        $bytes = "\0$bytes";
    }
    return "\x02" . chr(strlen($bytes)) . $bytes;
}

/** Bytes from base64url without padding; null where the text is none. */
function from_base64url(string $text): ?string
{
    $bytes = preg_match('/^[A-Za-z0-9_-]*$/D', $text) ? base64_decode(strtr($text, '-_', '+/'), true) : false;
    return $bytes === false ? null : $bytes;
}

function to_base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}
