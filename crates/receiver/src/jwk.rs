//! A P-256 public key as a JWK (RFC 7517, RFC 7518 section 6.2): parsed, named by its thumbprint
//! (RFC 7638), and used to verify ES256 (RFC 7518 section 3.4).
//! Deliberately absent: every other key type, private members, and keys fetched from elsewhere.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey, UnparsedPublicKey};
use countersign_core::{Digest, from_base64url, to_base64url};
use serde_json::Value;
use thiserror::Error;

/// A point on P-256. Both coordinates are 32 bytes, big-endian, written as 43 base64url characters.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublicJwk {
    x: String,
    y: String,
}

/// Why a JWK or a signature made with it does not hold.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum JwkError {
    /// `kty` is not `EC`, `crv` is not `P-256`, or a coordinate is not 32 bytes of canonical base64url.
    #[error("jwk must have kty \"EC\", crv \"P-256\", and x and y of 32 bytes in base64url")]
    Shape,
    /// The private member `d` is there.
    #[error("jwk holds the private member d; send the public key only, and make a new key")]
    Private,
    /// The coordinates are no point of the curve.
    #[error("jwk is not a point on P-256")]
    OffCurve,
    /// The signature does not belong to these bytes and this key.
    #[error("the signature does not verify with the key in jwk")]
    Signature,
}

impl PublicJwk {
    /// Reads the object of a `jwk` header member. Members other than `kty`, `crv`, `x`, `y` are ignored.
    ///
    /// # Errors
    /// [`JwkError::Private`] when `d` is there, [`JwkError::Shape`] when a member is missing or malformed.
    pub fn from_value(value: &Value) -> Result<Self, JwkError> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        if value.get("d").is_some() {
            return Err(JwkError::Private);
        }
        if text("kty") != Some("EC") || text("crv") != Some("P-256") {
            return Err(JwkError::Shape);
        }
        Self::from_coordinates(text("x").unwrap_or_default(), text("y").unwrap_or_default())
    }

    /// Takes the two coordinates as base64url.
    ///
    /// # Errors
    /// [`JwkError::Shape`] unless each is the canonical base64url of 32 bytes.
    pub fn from_coordinates(x: &str, y: &str) -> Result<Self, JwkError> {
        let jwk = Self { x: x.to_owned(), y: y.to_owned() };
        jwk.point().map(|_| jwk)
    }

    /// Takes an uncompressed point (SEC 1 section 2.3.3): `04`, x, y; 65 bytes.
    #[must_use]
    pub fn from_point(point: &[u8]) -> Option<Self> {
        let (x, y) = point.strip_prefix(&[4])?.split_at_checked(32)?;
        (y.len() == 32).then(|| Self { x: to_base64url(x), y: to_base64url(y) })
    }

    /// The x coordinate, 43 base64url characters.
    #[must_use]
    pub fn x(&self) -> &str {
        &self.x
    }

    /// The y coordinate, 43 base64url characters.
    #[must_use]
    pub fn y(&self) -> &str {
        &self.y
    }

    /// The RFC 7638 thumbprint: SHA-256 over the required members in lexicographic order, as base64url.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        // The coordinates are base64url, so nothing in them needs escaping.
        let Self { x, y } = self;
        Digest::of(format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#).as_bytes()).to_string()
    }

    /// Verifies an ES256 signature (R and S, 32 bytes each) over `message`.
    ///
    /// # Errors
    /// [`JwkError::OffCurve`] when the key is no point of the curve, else [`JwkError::Signature`].
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), JwkError> {
        let point = self.point()?;
        let key: ParsedPublicKey = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point[..]).parse().map_err(|_| JwkError::OffCurve)?;
        key.verify_sig(message, signature).map_err(|_| JwkError::Signature)
    }

    fn point(&self) -> Result<[u8; 65], JwkError> {
        let x = coordinate(&self.x)?;
        let y = coordinate(&self.y)?;
        let mut point = [4; 65];
        point[1..33].copy_from_slice(&x);
        point[33..].copy_from_slice(&y);
        Ok(point)
    }
}

fn coordinate(text: &str) -> Result<[u8; 32], JwkError> {
    from_base64url(text).and_then(|bytes| bytes.try_into().ok()).ok_or(JwkError::Shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // RFC 7515 appendix A.3; the thumbprint of that key by RFC 7638.
    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    const THUMBPRINT: &str = "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U";
    const JWS: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    #[test]
    fn rfc_7515_a3_verifies_and_only_as_it_is() {
        let key = PublicJwk::from_coordinates(X, Y).unwrap();
        let (input, signature) = JWS.rsplit_once('.').unwrap();
        let signature = <[u8; 64]>::try_from(from_base64url(signature).unwrap()).unwrap();
        assert_eq!(key.verify(input.as_bytes(), &signature), Ok(()));
        for place in 0..64 {
            let mut other = signature;
            other[place] ^= 1;
            assert_eq!(key.verify(input.as_bytes(), &other), Err(JwkError::Signature), "byte {place}");
        }
    }

    #[test]
    fn rfc_7638_thumbprint() {
        assert_eq!(PublicJwk::from_coordinates(X, Y).unwrap().thumbprint(), THUMBPRINT);
    }

    #[test]
    fn only_public_p256_keys_of_the_right_shape() {
        let check = |value: Value, expected: Option<JwkError>| {
            assert_eq!(PublicJwk::from_value(&value).err(), expected, "{value}");
        };
        check(json!({"kty":"EC","crv":"P-256","x":X,"y":Y}), None);
        check(json!({"kty":"EC","crv":"P-256","x":X,"y":Y,"ext":true}), None);
        check(json!({"kty":"EC","crv":"P-256","x":X,"y":Y,"d":X}), Some(JwkError::Private));
        check(json!({"kty":"EC","crv":"P-384","x":X,"y":Y}), Some(JwkError::Shape));
        check(json!({"kty":"OKP","crv":"P-256","x":X,"y":Y}), Some(JwkError::Shape));
        check(json!({"kty":"EC","crv":"P-256","x":X}), Some(JwkError::Shape));
        check(json!({"kty":"EC","crv":"P-256","x":format!("{X}="),"y":Y}), Some(JwkError::Shape));
        check(json!({"kty":"EC","crv":"P-256","x":"AQ","y":Y}), Some(JwkError::Shape));
        check(json!("EC"), Some(JwkError::Shape));
    }

    #[test]
    fn a_point_beside_the_curve_is_named_as_such() {
        let key = PublicJwk::from_coordinates(Y, X).unwrap();
        assert_eq!(key.verify(b"", &[1; 64]), Err(JwkError::OffCurve));
    }
}
