//! The body of a request that comes from one of the pages of links or from a mail program: bytes in, fields out.
//! RFC 8058 section 3.1 lets a mail program send `List-Unsubscribe=One-Click` in either form of a form.
//! Deliberately absent: files, and what the fields mean.

use axum::http::{HeaderMap, header};

/// The fields of a form, in their order; of anything else, none.
pub(super) fn fields(headers: &HeaderMap, body: &[u8]) -> Vec<(String, String)> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => form_urlencoded::parse(body).into_owned().collect(),
        "multipart/form-data" => boundary(kind).map(|boundary| multipart(&boundary, body)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn boundary(kind: &str) -> Option<String> {
    let value = kind.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value)
    })?;
    Some(value.trim_matches('"').to_owned()).filter(|boundary| !boundary.is_empty())
}

/// The text fields of a multipart body (RFC 7578), whose lines end with CRLF.
fn multipart(boundary: &str, body: &[u8]) -> Vec<(String, String)> {
    let Ok(body) = std::str::from_utf8(body) else { return Vec::new() };
    let part = |part: &str| {
        let (head, value) = part.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
        let disposition = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
        let name = disposition.split(';').find_map(|parameter| parameter.trim().strip_prefix("name="))?;
        Some((name.trim_matches('"').to_owned(), value.strip_suffix("\r\n")?.to_owned()))
    };
    body.split(&format!("--{boundary}")).skip(1).filter_map(part).collect()
}

/// The first field of a name.
pub(super) fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn both_forms_are_read_and_nothing_else() {
        let check = |kind: &'static str, body: &str, expected: Option<&str>| {
            let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))].into_iter().collect();
            let fields = fields(&headers, body.as_bytes());
            assert_eq!(field(&fields, "List-Unsubscribe"), expected, "{kind} {body:?}");
        };
        let form = "application/x-www-form-urlencoded";
        check(form, "List-Unsubscribe=One-Click", Some("One-Click"));
        check("Application/X-WWW-Form-Urlencoded; charset=utf-8", "a=b&List-Unsubscribe=One-Click", Some("One-Click"));
        check(form, "", None);
        check("text/plain", "List-Unsubscribe=One-Click", None);
        let multipart = "multipart/form-data; boundary=\"x y\"";
        let part = "--x y\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x y--\r\n";
        check(multipart, part, Some("One-Click"));
        check("multipart/form-data; boundary=x", &part.replace("x y", "x"), Some("One-Click"));
        check("multipart/form-data", part, None);
        check(multipart, &part.replace("\r\n", "\n"), None);
        check(multipart, "--x y", None);
    }
}
