//! Fills a ledger with people: `people DATABASE KEYS SITE COUNT`, for `cargo xtask bench marketing`.
//!
//! Enters: a SQLite file that is made anew, a site's keys file, and how many people. Leaves: of ten people seven who want offers by mail, two
//! who want none, and one of whom nothing is known, each with receipt and place in the log as if they had said so themselves.

use anyhow::{Context, ensure};
use countersign_receiver::{Carried, Database, How, Ledger, Origin, SiteId, Wish};
use countersign_suppression::{Address, AddressKind, ChannelId, Keyring, TopicId};
use jiff::Timestamp;

/// How many wishes are handed over together.
const PART: usize = 10_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, keys, site, count] = arguments.as_slice() else { anyhow::bail!("give a database, a keys file, a site and a number") };
    let database: Database = database.parse().map_err(anyhow::Error::msg)?;
    let keys = Keyring::parse(&std::fs::read_to_string(keys).context("the keys file cannot be read")?)?;
    let site: SiteId = site.parse().map_err(anyhow::Error::msg)?;
    let count: usize = count.parse().context("the number of people is no number")?;
    let (channel, topic): (ChannelId, TopicId) =
        ("email".parse().map_err(anyhow::Error::msg)?, "offers".parse().map_err(anyhow::Error::msg)?);
    let issuer: Origin = "https://receipts.layang.example".parse().map_err(anyhow::Error::msg)?;
    let ledger = Ledger::open_or_create(&database, &issuer, Timestamp::now).await?;
    for from in (0..count).step_by(PART) {
        let mut wishes = Vec::with_capacity(PART);
        for number in from..count.min(from + PART) {
            let subject = keys.subject(Address::parse(AddressKind::Email, &format!("member{number}@post.example"), None)?);
            match number % 10 {
                0..=6 => wishes.push(Wish::allow(&site, subject, How::Confirm, channel.clone(), topic.clone())),
                7 | 8 => wishes.push(Wish::stop(&site, subject, How::OneClick, channel.clone(), TopicId::every())),
                _ => {}
            }
        }
        let carried = ledger.carry_all(wishes).await?;
        ensure!(carried.iter().all(|carried| matches!(carried, Carried::Done(_))), "a wish was there before");
    }
    ledger.close().await;
    Ok(())
}
