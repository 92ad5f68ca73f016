//! Addresses that may stand in an attribute.

/// An address with the scheme `http`, `https`, `mailto` or `tel`, or without a scheme.
///
/// Everything else, `javascript:` first of all, is no `Url`.
#[derive(Clone, Copy)]
pub(crate) struct Url<'a>(&'a str);

impl<'a> Url<'a> {
    /// Reads an address; `None` where it has another scheme, a space or a control character (browsers drop some of those, so that they
    /// could hide a scheme).
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        if text.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
            return None;
        }
        let stop = text.bytes().position(|byte| matches!(byte, b':' | b'/' | b'?' | b'#' | b'\\'));
        let scheme = stop.filter(|&at| text.as_bytes().get(at) == Some(&b':')).and_then(|at| text.get(..at));
        let known = |scheme: &str| ["http", "https", "mailto", "tel"].iter().any(|name| scheme.eq_ignore_ascii_case(name));
        if scheme.is_none_or(known) { Some(Self(text)) } else { None }
    }

    /// The address.
    pub(crate) fn as_str(self) -> &'a str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Url;

    fn check(text: &str, expected: bool) {
        assert_eq!(Url::parse(text).is_some(), expected, "{text:?}");
    }

    #[test]
    fn only_harmless_schemes_pass() {
        for text in [
            "https://a.example/p?q=1#s-1",
            "HTTP://a",
            "mailto:a@b.example",
            "tel:+60300",
            "/p/en.html",
            "en.html",
            "#s-1",
            "?a:b",
            "./a:b",
        ] {
            check(text, true);
        }
        for text in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:x",
            "data:text/html,x",
            "vbscript:x",
            "blob:x",
            ":x",
            "a b",
            "\u{1}javascript:x",
        ] {
            check(text, false);
        }
    }
}
