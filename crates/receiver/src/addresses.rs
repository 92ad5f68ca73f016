//! How much one network address may send: an address in, or a wait out.
//! Addresses stay in memory for as long as their allowance is not full again; none is logged, stored or counted by name.

use crate::settings::Limits;
use crate::sites::Wait;
use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

/// After so many questions, addresses whose allowance is full again are forgotten.
const SWEEP: u32 = 4_096;
/// Sign-ins a minute from one network address: an office behind one address gets in, and a list of passwords does not get far.
const SIGN_INS: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);
/// Codes of hand-overs a minute from one network address: a mobile network behind one address gets on, and a flood fills no table.
const HANDOVERS: NonZeroU32 = NonZeroU32::MIN.saturating_add(599);
/// The network part of an IPv6 address: one customer has the rest.
const NETWORK: u128 = !0 << 64;

/// The address at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

type Pace = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>;

/// The allowances of addresses.
pub(crate) struct Addresses {
    pace: Option<Pace>,
    sign_ins: Pace,
    handovers: Pace,
    header: Option<String>,
    asked: AtomicU32,
}

impl Addresses {
    pub(crate) fn new(limits: &Limits) -> Self {
        let pace = limits.per_address_per_minute.map(|rate| RateLimiter::hashmap(Quota::per_minute(rate)));
        let sign_ins = RateLimiter::hashmap(Quota::per_minute(SIGN_INS));
        let handovers = RateLimiter::hashmap(Quota::per_minute(HANDOVERS));
        Self { pace, sign_ins, handovers, header: limits.address_header.clone(), asked: AtomicU32::new(0) }
    }

    /// Takes one receipt of the sender's allowance. Without a limit, or where no address is known, nothing is held back.
    pub(crate) fn pace(&self, headers: &HeaderMap, peer: Option<Peer>) -> Result<(), Wait> {
        self.pace.as_ref().map_or(Ok(()), |pace| self.take(pace, headers, peer))
    }

    /// Takes one sign-in of the sender's allowance, which nobody configures.
    pub(crate) fn pace_sign_in(&self, headers: &HeaderMap, peer: Option<Peer>) -> Result<(), Wait> {
        self.take(&self.sign_ins, headers, peer)
    }

    /// Takes one code of a hand-over, made without a key or redeemed, of the sender's allowance, which nobody configures.
    pub(crate) fn pace_handover(&self, headers: &HeaderMap, peer: Option<Peer>) -> Result<(), Wait> {
        self.take(&self.handovers, headers, peer)
    }

    fn take(&self, pace: &Pace, headers: &HeaderMap, peer: Option<Peer>) -> Result<(), Wait> {
        let Some(address) = self.address(headers, peer) else { return Ok(()) };
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            pace.retain_recent();
        }
        pace.check_key(&address).map_err(|until| Wait(until.wait_time_from(DefaultClock::default().now()).as_secs() + 1))
    }

    fn address(&self, headers: &HeaderMap, peer: Option<Peer>) -> Option<IpAddr> {
        let address = match &self.header {
            // The last one is what the proxy in front saw; those before it are what the sender claims.
            Some(name) => headers.get(name)?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()?,
            None => peer?.0,
        };
        Some(match address {
            IpAddr::V6(six) if six.to_ipv4_mapped().is_none() => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & NETWORK)),
            other => other.to_canonical(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_has_one_allowance() {
        let mut limits = Limits { per_address_per_minute: "2".parse().ok(), ..Limits::default() };
        let addresses = Addresses::new(&limits);
        let check = |peer: &str, expected: bool| {
            let peer = peer.parse().ok().map(Peer);
            assert_eq!(addresses.pace(&HeaderMap::new(), peer).is_ok(), expected, "{peer:?}");
        };
        check("192.0.2.1", true);
        check("::ffff:192.0.2.1", true);
        check("192.0.2.1", false);
        check("192.0.2.2", true);
        check("2001:db8::1", true);
        check("2001:db8::2", true);
        check("2001:db8::3", false);
        check("2001:db8:0:1::3", true);
        check("unknown", true);

        limits.address_header = Some("x-forwarded-for".to_owned());
        let behind = Addresses::new(&limits);
        let proxy = "10.0.0.1".parse().ok().map(Peer);
        for (list, expected) in [("192.0.2.9, 192.0.2.1", true), ("192.0.2.8, 192.0.2.1", true), ("192.0.2.7,192.0.2.1", false), ("", true)]
        {
            let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), list.parse().unwrap())]);
            assert_eq!(behind.pace(&headers, proxy).is_ok(), expected, "{list}");
        }
        let plain = Addresses::new(&Limits::default());
        assert!(plain.pace(&HeaderMap::new(), proxy).is_ok());
        for number in 1..=31 {
            assert_eq!(plain.pace_sign_in(&HeaderMap::new(), proxy).is_ok(), number < 31, "{number}");
        }
        assert!(plain.pace_sign_in(&HeaderMap::new(), "10.0.0.2".parse().ok().map(Peer)).is_ok());
        for number in 1..=601 {
            assert_eq!(plain.pace_handover(&HeaderMap::new(), proxy).is_ok(), number < 601, "{number}");
        }
    }
}
