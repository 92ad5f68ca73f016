//! Three seconds of fuzzing: the test vectors, in each form of body, changed at random, and every change goes through the door.
//! A failure prints the seed. `crates/receiver/fuzz` runs the same function under a real fuzzer.
#![cfg(test)]

mod wire;

use serde_json::{Value, json};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use wire::{KNOWN, check_chosen};

/// Numbers that look random (xorshift64*), the same for the same seed.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % limit.max(1)
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }
}

/// Each receipt as each body; the first byte is the place of the media type.
fn seeds() -> Vec<Vec<u8>> {
    let bodies = |jws: &String| {
        let payload = jws.split('.').nth(1).unwrap();
        let claims: Value = serde_json::from_slice(&countersign_core::from_base64url(payload).unwrap()).unwrap();
        let kind = claims["kind"].as_str().unwrap();
        let event = json!({
            "specversion": "1.0", "id": claims["rid"], "source": claims["svc"], "type": format!("dev.countersign.receipt.v1.{kind}"), "data": jws,
        });
        [(0, jws.clone()), (1, event.to_string()), (2, format!("receipt={jws}")), (3, jws.clone())]
    };
    let with_type = |(place, body): (u8, String)| [&[place], body.as_bytes()].concat();
    KNOWN.iter().flat_map(bodies).map(with_type).collect()
}

fn change(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    let (place, length) = (numbers.below(bytes.len()), numbers.below(40));
    let end = (place + length).min(bytes.len());
    match numbers.below(6) {
        0 => bytes[place] = numbers.byte(),
        1 => bytes[place] ^= 1 << numbers.below(8),
        2 => drop(bytes.drain(place..end)),
        3 => bytes.insert(place, b"{}[]\",:.=-_&%0Aa\n\0\xff"[numbers.below(19)]),
        4 => {
            let piece = bytes[place..end].to_vec();
            let to = numbers.below(bytes.len());
            bytes.splice(to..to, piece);
        }
        _ => {
            let cut = numbers.below(other.len());
            bytes.truncate(place);
            bytes.extend_from_slice(&other[cut..]);
        }
    }
}

#[test]
fn no_change_of_a_body_breaks_the_door_or_forges_a_receipt() {
    let seeds = seeds();
    assert!(seeds.iter().all(|seed| check_chosen(seed)), "the vectors are taken as they are");
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
    println!("seed {seed}");
    let mut numbers = Numbers(u64::from(seed) | 1);
    let (start, mut runs) = (Instant::now(), 0_u64);
    // A busy machine gets to fewer in that time, and too few meet too little.
    while start.elapsed() < Duration::from_secs(3) || runs <= 1_000 && start.elapsed() < Duration::from_secs(60) {
        let mut bytes = seeds[numbers.below(seeds.len())].clone();
        let other = &seeds[numbers.below(seeds.len())];
        for _ in 0..=numbers.below(3) {
            if !bytes.is_empty() {
                change(&mut bytes, other, &mut numbers);
            }
        }
        check_chosen(&bytes);
        runs += 1;
    }
    assert!(runs > 1_000, "{runs} changes in a minute");
}

/// Ten thousand changes of one byte each: none is taken.
#[test]
fn no_byte_of_the_vectors_can_change() {
    let mut numbers = Numbers(5);
    let receipts: Vec<&String> = KNOWN.iter().filter(|jws| !jws.ends_with('.')).collect();
    for _ in 0..10_000 {
        let jws = receipts[numbers.below(receipts.len())];
        let mut bytes = [b"\0", jws.as_bytes()].concat();
        let place = 1 + numbers.below(jws.len());
        bytes[place] ^= 1 + numbers.byte() % 255;
        assert!(!check_chosen(&bytes), "byte {} of {jws}", place - 1);
    }
}
