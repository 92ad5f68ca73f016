//! Randomness from the browser's cryptographic source.

/// Random bytes; `None` where the browser has no `crypto`, which no engine of the last ten years lacks.
pub(crate) fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}
