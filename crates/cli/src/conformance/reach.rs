//! Whether pages can reach the backend, and whether others reach more than they should.

use super::answer::Answer;
use super::client::{Client, Silence};
use super::receipt::Sealed;

/// What a browser would hold against the answer to its question before sending.
pub(super) fn preflight(client: &Client) -> Result<(), String> {
    let answer = client.preflight().map_err(|_| "OPTIONS gets no answer".to_owned())?;
    if !answer.is_taken() {
        return Err(format!("OPTIONS is answered with {}", answer.status));
    }
    allows(client, &answer)?;
    let list = |name: &str| answer.header(name).unwrap_or_default().to_ascii_lowercase();
    let has = |list: &str, word: &str| list.split(',').any(|one| matches!(one.trim(), one if one == word || one == "*"));
    // POST is allowed without being named.
    for word in ["content-type", "idempotency-key"] {
        if !has(&list("access-control-allow-headers"), word) {
            return Err(format!("OPTIONS does not allow the header {word}"));
        }
    }
    Ok(())
}

/// Whether the site's pages may read an answer; without that the widget sees a failed request and sends again.
pub(super) fn allows(client: &Client, answer: &Answer) -> Result<(), String> {
    match answer.header("access-control-allow-origin") {
        Some(origin) if origin == client.site() || origin == "*" => Ok(()),
        Some(origin) => Err(format!("the answer allows the origin {origin} and not {}", client.site())),
        None => Err(format!("the answer has no Access-Control-Allow-Origin for {}", client.site())),
    }
}

/// Whether a GET of the endpoint hands out what was sent to it.
pub(super) fn leaks(client: &Client, sent: &[Sealed]) -> bool {
    let shown = client.get_endpoint().map(|answer| answer.body).unwrap_or_default();
    sent.iter().any(|receipt| shown.contains(receipt.rid()) || shown.contains(&receipt.jws))
}

/// The receipt that the backend gives back at the address which its answer names; nothing where it names none or gives no receipt.
pub(super) fn stored(client: &Client, answer: &Answer) -> Option<String> {
    let address = answer.header("location")?;
    let ours = address.starts_with('/') && !address.starts_with("//") || address.starts_with(&format!("{}/", client.backend));
    let read = ours.then(|| client.get(&address)).and_then(Result::ok).filter(Answer::is_taken)?;
    if read.header("content-type").is_some_and(|kind| kind.starts_with("application/jose")) {
        return Some(read.body);
    }
    read.json()["receipt"].as_str().map(str::to_owned)
}

/// Why there was no answer, in words.
pub(super) fn silence(silence: &Silence) -> String {
    match silence {
        Silence::TimedOut => "no answer came within 20 seconds".to_owned(),
        Silence::Failed(cause) => format!("no answer came: {cause}"),
    }
}
