//! The least of HTTP/1.1 that a load needs: one kept connection, POST, the answer read to its end.
//!
//! Enters: an address and bodies. Leaves: status and body, or an error after which the connection is gone.
//! It is our own because it must cost little beside what it measures. Deliberately absent: TLS, redirects, trailers.

use std::{
    io::{self, BufRead, BufReader, Error, ErrorKind, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// How long an answer may take before the connection is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection to one server.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
    /// The request line and the headers that all requests share.
    head: String,
    request: Vec<u8>,
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    /// Whether the server keeps the connection.
    pub(super) is_kept: bool,
}

impl Connection {
    /// Connects to `address`, which is HOST:PORT.
    pub(super) fn open(address: &str, path: &str, content_type: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {content_type}\r\nContent-Length: ");
        Ok(Self { stream: BufReader::new(stream), head, request: Vec::new() })
    }

    /// Sends one body and waits for its answer.
    pub(super) fn post(&mut self, body: &[u8]) -> io::Result<Answer> {
        self.request.clear();
        write!(self.request, "{}{}\r\n\r\n", self.head, body.len())?;
        self.request.extend_from_slice(body);
        self.stream.get_mut().write_all(&self.request)?;
        answer(&mut self.stream)
    }
}

/// Reads one answer.
fn answer(from: &mut impl BufRead) -> io::Result<Answer> {
    let mut line = String::new();
    let status = {
        read_line(from, &mut line)?;
        line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(|| broken("no status line"))?
    };
    let (mut length, mut is_chunked, mut is_kept) = (0, false, true);
    while read_line(from, &mut line)? {
        let Some((name, value)) = line.split_once(':') else { return Err(broken("a header without a colon")) };
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().map_err(|_| broken("a Content-Length that is no number"))?;
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            is_chunked = value.eq_ignore_ascii_case("chunked");
        } else if name.eq_ignore_ascii_case("connection") {
            is_kept = !value.eq_ignore_ascii_case("close");
        }
    }
    let mut body = Vec::new();
    if is_chunked {
        while let Some(length) = chunk_length(from, &mut line)? {
            read_exactly(from, length, &mut body)?;
            read_line(from, &mut line)?;
        }
        read_line(from, &mut line)?;
    } else {
        read_exactly(from, length, &mut body)?;
    }
    Ok(Answer { status, body, is_kept })
}

/// Reads a line without its end; `false` when it is empty.
fn read_line(from: &mut impl BufRead, line: &mut String) -> io::Result<bool> {
    line.clear();
    from.read_line(line)?;
    match line.strip_suffix('\n').map(|text| text.trim_end_matches('\r').len()) {
        Some(length) => line.truncate(length),
        None => return Err(ErrorKind::UnexpectedEof.into()),
    }
    Ok(!line.is_empty())
}

/// The length of the next chunk; `None` after the last one.
fn chunk_length(from: &mut impl BufRead, line: &mut String) -> io::Result<Option<u64>> {
    read_line(from, line)?;
    let digits = line.split(';').next().unwrap_or_default().trim();
    let length = u64::from_str_radix(digits, 16).map_err(|_| broken("a chunk without a length"))?;
    Ok((length > 0).then_some(length))
}

fn read_exactly(from: &mut impl BufRead, length: u64, body: &mut Vec<u8>) -> io::Result<()> {
    let read = from.take(length).read_to_end(body)?;
    if u64::try_from(read).is_ok_and(|read| read == length) { Ok(()) } else { Err(ErrorKind::UnexpectedEof.into()) }
}

fn broken(what: &'static str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::answer;

    fn check(text: &str, expected: Option<(u16, &str, bool)>) {
        let found = answer(&mut text.as_bytes()).ok();
        let found = found.map(|answer| (answer.status, String::from_utf8(answer.body).unwrap(), answer.is_kept));
        assert_eq!(found, expected.map(|(status, body, is_kept)| (status, body.to_owned(), is_kept)), "{text:?}");
    }

    #[test]
    fn answers_are_read_to_their_end_or_not_at_all() {
        check("HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}rest", Some((201, "{}", true)));
        check("HTTP/1.1 204 No Content\r\n\r\n", Some((204, "", true)));
        check("HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", Some((503, "x", false)));
        check("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n", Some((200, "abcd", true)));
        check("HTTP/1.1 201 Created\r\ncontent-length: 3\r\n\r\n{}", None);
        check("HTTP/1.1 201 Created\r\ncontent-le", None);
        check("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", None);
        check("", None);
    }
}
