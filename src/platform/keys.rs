//! The signing key: ES256 by WebCrypto, private half not extractable, kept in IndexedDB where the browser lets it be.

use countersign_core::PublicKey;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::object::{member, object};

/// A key pair whose private half can be used and not read.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// The public half.
    pub(crate) public: PublicKey,
    private: CryptoKey,
}

/// Which key signs.
#[derive(Clone, Debug)]
pub(crate) enum SignedBy {
    /// One that this browser keeps.
    Device(Key),
    /// One that lives as long as the page.
    Session(Key),
    /// None: the browser has no WebCrypto here.
    Nothing,
}

impl SignedBy {
    /// The key, if there is one.
    pub(crate) fn key(&self) -> Option<&Key> {
        match self {
            Self::Device(key) | Self::Session(key) => Some(key),
            Self::Nothing => None,
        }
    }
}

/// WebCrypto; absent outside secure contexts.
fn subtle() -> Option<SubtleCrypto> {
    let subtle = member(web_sys::window()?.crypto().ok()?.as_ref(), "subtle");
    subtle.is_object().then(|| subtle.unchecked_into())
}

fn text(value: &str) -> JsValue {
    JsValue::from_str(value)
}

impl Key {
    /// Makes a new key pair.
    pub(crate) async fn generate() -> Option<Self> {
        let subtle = subtle()?;
        let algorithm = object(&[("name", text("ECDSA")), ("namedCurve", text("P-256"))]);
        let uses = Array::of2(&text("sign"), &text("verify"));
        let made = subtle.generate_key_with_object(&algorithm, false, &uses).ok()?;
        let pair = JsFuture::from(made).await.ok()?;
        let public: CryptoKey = member(&pair, "publicKey").unchecked_into();
        let jwk = JsFuture::from(subtle.export_key("jwk", &public).ok()?).await.ok()?;
        let part = |name| member(&jwk, name).as_string();
        let private = member(&pair, "privateKey").unchecked_into();
        Some(Self { public: PublicKey { x: part("x")?, y: part("y")? }, private })
    }

    /// The ES256 signature of some text: 64 bytes, R and S.
    pub(crate) async fn sign(&self, input: &str) -> Option<Vec<u8>> {
        let algorithm = object(&[("name", text("ECDSA")), ("hash", text("SHA-256"))]);
        let signed = subtle()?.sign_with_object_and_u8_array(&algorithm, &self.private, input.as_bytes()).ok()?;
        let signature = JsFuture::from(signed).await.ok()?;
        Some(js_sys::Uint8Array::new(&signature).to_vec())
    }

    /// The form that IndexedDB keeps.
    pub(crate) fn to_value(&self) -> JsValue {
        object(&[("x", text(&self.public.x)), ("y", text(&self.public.y)), ("private", self.private.clone().into())]).into()
    }

    /// Reads what IndexedDB kept; `None` where it is something else.
    pub(crate) fn from_value(value: &JsValue) -> Option<Self> {
        let part = |name| member(value, name).as_string();
        let private = member(value, "private").dyn_into().ok()?;
        Some(Self { public: PublicKey { x: part("x")?, y: part("y")? }, private })
    }
}
