//! The header fields of a message that let a mail program unsubscribe (RFC 2369 section 3.2, RFC 8058): addresses in, fields out.
//! Mail programs follow RFC 8058 only where a DKIM signature covers both fields, which is for whoever sends to do.
//! Deliberately absent: `mailto:` alone. Where a site reads such mail it stands behind the address of the page, as a second way.

use std::fmt;

use thiserror::Error;

/// The longest field that mail systems pass on unfolded, in bytes (RFC 5322 section 2.1.1).
const MAX_LINE: usize = 998;

/// Why no header can be made.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum HeaderError {
    /// The page is not at HTTPS, which RFC 8058 asks for.
    #[error("the address of links must begin with https://, because mail programs unsubscribe by themselves only there")]
    NotHttps,
    /// An address holds something that ends it in a header.
    #[error("an address in a header holds only printable ASCII without blanks, commas and angle brackets")]
    Characters,
    /// The field would be longer than a line may be.
    #[error("the header is longer than a line of mail can be")]
    TooLong,
}

/// `List-Unsubscribe` and `List-Unsubscribe-Post` of one message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ListHeaders {
    /// The value of `List-Unsubscribe`.
    pub list_unsubscribe: String,
}

impl ListHeaders {
    /// The value of `List-Unsubscribe-Post`.
    pub const POST: &'static str = "List-Unsubscribe=One-Click";

    /// The headers of a message whose page is at `url`; `mailto` is an address that takes such wishes by mail, such as
    /// `mailto:unsubscribe@courier.example?subject=unsubscribe`.
    ///
    /// # Errors
    /// [`HeaderError`].
    pub fn new(url: &str, mailto: Option<&str>) -> Result<Self, HeaderError> {
        if !url.starts_with("https://") {
            return Err(HeaderError::NotHttps);
        }
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b','));
        if !is_plain(url) || !mailto.is_none_or(|mailto| is_plain(mailto) && mailto.starts_with("mailto:")) {
            return Err(HeaderError::Characters);
        }
        let list_unsubscribe = match mailto {
            Some(mailto) => format!("<{url}>, <{mailto}>"),
            None => format!("<{url}>"),
        };
        if "List-Unsubscribe: ".len() + list_unsubscribe.len() > MAX_LINE {
            return Err(HeaderError::TooLong);
        }
        Ok(Self { list_unsubscribe })
    }
}

/// Both fields, each with its name and its line's end.
impl fmt::Display for ListHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List-Unsubscribe: {}\r\nList-Unsubscribe-Post: {}\r\n", self.list_unsubscribe, Self::POST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_those_of_the_rfcs() {
        let headers = ListHeaders::new("https://r.example/u/abc", Some("mailto:stop@r.example?subject=stop")).unwrap();
        let expected = "List-Unsubscribe: <https://r.example/u/abc>, <mailto:stop@r.example?subject=stop>\r\n\
                        List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
        assert_eq!(headers.to_string(), expected);
        let check = |url: &str, mailto: Option<&str>, expected: HeaderError| assert_eq!(ListHeaders::new(url, mailto), Err(expected));
        check("http://r.example/u/abc", None, HeaderError::NotHttps);
        check("https://r.example/u/a b", None, HeaderError::Characters);
        check("https://r.example/u/a\r\nBcc:x", None, HeaderError::Characters);
        check("https://r.example/u/a", Some("stop@r.example"), HeaderError::Characters);
        check(&format!("https://r.example/u/{}", "a".repeat(1_000)), None, HeaderError::TooLong);
    }
}
