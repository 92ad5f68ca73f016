//! The client by which commands and the receiver ask other hosts: their name and a limit of time in, a client out over which every answer
//! is a value, whatever its status.
//!
//! It follows no redirect, uses no proxy, and tells the other side nothing but that name. Certificates are held against Mozilla's list.
//! Deliberately absent: cookies, retries, and addresses in what is said of a failure, because they may hold a token.

use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// A client that calls itself `name` (RFC 9110, section 10.1.5, such as `countersign/1.0`) and gives up on each exchange after `limit`.
/// It blocks, so beside asynchronous work it needs a thread of its own.
pub fn agent(name: &'static str, limit: Duration) -> Agent {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(provider).root_certs(RootCerts::WebPki).build();
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(limit))
        .tls_config(tls)
        .user_agent(name)
        .build()
        .into()
}

/// The kind of failure; what an error of the client quotes may hold the address, and with it a token.
pub fn without_address(cause: &ureq::Error) -> &'static str {
    match cause {
        ureq::Error::Timeout(_) => "it took too long",
        ureq::Error::HostNotFound => "its host has no address",
        ureq::Error::ConnectionFailed | ureq::Error::Io(_) => "the connection failed",
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "its certificate does not hold",
        _ => "the exchange failed",
    }
}

#[cfg(test)]
mod tests {
    use super::{agent, without_address};
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;
    use std::time::Duration;

    const PATIENCE: Duration = Duration::from_secs(20);

    /// Answers one request with these bytes; gives back the request's head.
    fn answering(answer: &'static str) -> (String, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = [0; 2048];
            let length = stream.read(&mut head).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8_lossy(&head[..length]).into_owned()
        });
        (address, server)
    }

    #[test]
    fn a_redirect_and_a_refusal_are_answers_and_the_name_is_all_that_is_told() {
        for (answer, expected) in [
            ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 302),
            ("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 503),
        ] {
            let (address, server) = answering(answer);
            let status = agent("countersign-test/1", PATIENCE).get(&address).call().unwrap().status();
            assert_eq!(status.as_u16(), expected);
            let head = server.join().unwrap().to_lowercase();
            assert!(head.contains("user-agent: countersign-test/1"), "{head}");
            assert!(!head.contains("cookie") && !head.contains("referer"), "{head}");
        }
    }

    #[test]
    fn a_failure_is_said_without_its_address() {
        // Nothing listens there: the port was free a moment ago.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/token", listener.local_addr().unwrap());
        drop(listener);
        let refused = agent("countersign-test/1", PATIENCE).get(&address).call().unwrap_err();
        assert_eq!(without_address(&refused), "the connection failed");
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/token", silent.local_addr().unwrap());
        let late = agent("countersign-test/1", Duration::from_millis(50)).get(&address).call().unwrap_err();
        assert_eq!(without_address(&late), "it took too long");
    }
}
