//! Rows of addresses in, the same rows with links out.
//!
//! In: CSV, keys, and what holds where a row says nothing. Out: CSV with the columns `url`, `list_unsubscribe` and `list_unsubscribe_post`
//! behind those of the list, and where they are asked for `open_url` and `click_url`. Deliberately absent: files and the clock.

use std::io::{BufRead, Write};

use anyhow::{Result, ensure};
use countersign_suppression::{
    Address, AddressKind, CallingCode, ChannelId, CsvReader, CsvRow, Keyring, ListHeaders, Purpose, Token, TopicId, push_row,
};

/// Faults that are named one by one; the others are counted.
const NAMED: usize = 20;
const ADDED: [&str; 5] = ["url", "list_unsubscribe", "list_unsubscribe_post", "open_url", "click_url"];

/// What links are made by.
pub(super) struct About<'a> {
    pub(super) keys: &'a Keyring,
    pub(super) site: &'a str,
    pub(super) origin: &'a str,
    pub(super) channel: Option<&'a ChannelId>,
    pub(super) topic: &'a TopicId,
    pub(super) code: Option<&'a CallingCode>,
    pub(super) mailto: Option<&'a str>,
    /// Whether rows get a picture that counts openings.
    pub(super) open: bool,
    /// Where a link that counts leads.
    pub(super) click: Option<&'a str>,
    pub(super) minted_ms: u64,
}

/// What became of a list.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Tally {
    pub(super) links: u64,
    pub(super) left_out: u64,
    /// The first faults, each with its line.
    pub(super) faults: Vec<String>,
}

/// The columns of a list.
struct Columns {
    address: usize,
    channel: Option<usize>,
    topic: Option<usize>,
}

/// Writes the rows of `source` with their links.
pub(super) fn mint<R: BufRead>(about: &About<'_>, source: R, out: &mut impl Write) -> Result<Tally> {
    let mut reader = CsvReader::new(source)?;
    let Some(address) = reader.place("address") else {
        anyhow::bail!("line 1: there is no column address; name the column of the addresses so");
    };
    let asked = |name: &&str| (*name != "open_url" || about.open) && (*name != "click_url" || about.click.is_some());
    let added: Vec<&str> = ADDED.into_iter().filter(asked).collect();
    if let Some(taken) = added.iter().find(|name| reader.place(name).is_some()) {
        anyhow::bail!("line 1: there is a column {taken} already; take it out, because that is what this command adds");
    }
    let columns = Columns { address, channel: reader.place("channel"), topic: reader.place("topic") };
    ensure!(about.channel.is_some() || columns.channel.is_some(), "line 1: there is no column channel; add it, or say --channel");
    let (mut row, mut line, mut tally) = (CsvRow::default(), String::new(), Tally::default());
    push_row(&mut line, reader.names().iter().map(String::as_str).chain(added));
    out.write_all(line.as_bytes())?;
    while reader.read(&mut row)? {
        match link(about, &columns, &row) {
            Ok(fields) => {
                line.clear();
                push_row(&mut line, row.fields().chain(fields.iter().map(String::as_str)));
                out.write_all(line.as_bytes())?;
                tally.links += 1;
            }
            Err(fault) => {
                tally.left_out += 1;
                if tally.faults.len() < NAMED {
                    tally.faults.push(format!("line {}: {fault}", row.line()));
                }
            }
        }
    }
    Ok(tally)
}

/// The fields of one row, in the order of [`ADDED`].
fn link(about: &About<'_>, columns: &Columns, row: &CsvRow) -> Result<Vec<String>, String> {
    let own = |place: Option<usize>| place.map(|place| row.field(place)).filter(|text| !text.is_empty());
    let channel = match (own(columns.channel), about.channel) {
        (Some(text), _) => text.parse().map_err(|error| format!("channel {error}"))?,
        (None, Some(channel)) => channel.clone(),
        (None, None) => return Err("names no channel; fill the column, or say --channel".to_owned()),
    };
    let topic = match own(columns.topic) {
        Some(text) => text.parse().map_err(|error| format!("topic {error}"))?,
        None => about.topic.clone(),
    };
    let address = Address::parse(AddressKind::of(&channel), row.field(columns.address), about.code);
    let address = address.map_err(|error| format!("the address {error}"))?;
    let sealed = |purpose: Purpose, note: &str| {
        let token = Token::new(purpose, address.clone(), channel.clone(), topic.clone(), about.minted_ms).with_note(note);
        about.keys.mint(about.site, &token).map_err(|error| error.to_string())
    };
    let url = format!("{}/u/{}", about.origin, sealed(Purpose::Unsubscribe, "")?);
    let headers = ListHeaders::new(&url, about.mailto).map_err(|error| error.to_string())?;
    let mut fields = vec![url, headers.list_unsubscribe, ListHeaders::POST.to_owned()];
    if about.open {
        fields.push(format!("{}/o/{}.gif", about.origin, sealed(Purpose::Open, "")?));
    }
    if let Some(click) = about.click {
        fields.push(format!("{}/r/{}", about.origin, sealed(Purpose::Click, click)?));
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = "hash AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\ntoken ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8\n";

    fn run(list: &str, channel: Option<&str>) -> (Result<Tally>, String) {
        let keys = Keyring::parse(KEYS).unwrap();
        let (channel, topic) = (channel.map(|id| id.parse().unwrap()), "offers".parse().unwrap());
        let code = "60".parse().unwrap();
        let about = About {
            keys: &keys,
            site: "layang",
            origin: "https://r.example",
            channel: channel.as_ref(),
            topic: &topic,
            code: Some(&code),
            mailto: None,
            open: list.contains("counted"),
            click: list.contains("counted").then_some("https://layang.example/sale"),
            minted_ms: 1_795_673_671_250,
        };
        let mut out = Vec::new();
        let tally = mint(&about, list.as_bytes(), &mut out);
        (tally, String::from_utf8(out).unwrap())
    }

    #[test]
    fn each_row_gets_the_link_of_its_channel_and_topic() {
        let list = "name,Address,channel,topic\nAna,ana@example.com,,\n\"Lim, Bo\",012-345 6789,sms,surveys\n=HYPERLINK(1),nobody,,\n";
        let (tally, out) = run(list, Some("email"));
        let tally = tally.unwrap();
        assert_eq!((tally.links, tally.left_out), (2, 1));
        assert_eq!(tally.faults, ["line 4: the address is no e-mail address: it needs one @ between a name without blanks and a domain"]);
        let mut reader = CsvReader::new(out.as_bytes()).unwrap();
        assert_eq!(reader.names()[4..], ["url", "list_unsubscribe", "list_unsubscribe_post"]);
        let keys = Keyring::parse(KEYS).unwrap();
        let mut row = CsvRow::default();
        for (address, channel, topic) in [("ana@example.com", "email", "offers"), ("+60123456789", "sms", "surveys")] {
            assert!(reader.read(&mut row).unwrap());
            let url = row.field(4);
            let token = keys.open("layang", url.strip_prefix("https://r.example/u/").unwrap()).unwrap();
            assert_eq!((token.address.as_str(), token.channel.as_str(), token.topic.as_str()), (address, channel, topic));
            assert_eq!((row.field(5), row.field(6)), (format!("<{url}>").as_str(), "List-Unsubscribe=One-Click"));
        }
        assert!(!reader.read(&mut row).unwrap());
    }

    #[test]
    fn links_that_count_know_where_they_lead() {
        let (tally, out) = run("address,counted\nana@example.com,\n", Some("email"));
        assert_eq!(tally.unwrap().links, 1);
        let mut reader = CsvReader::new(out.as_bytes()).unwrap();
        let mut row = CsvRow::default();
        assert!(reader.read(&mut row).unwrap());
        let opened = |name: &str, before: &str, behind: &str| {
            let url = row.field(reader.place(name).unwrap());
            let text = url.strip_prefix(before).and_then(|text| text.strip_suffix(behind)).unwrap();
            Keyring::parse(KEYS).unwrap().open("layang", text).unwrap()
        };
        let (open, click) = (opened("open_url", "https://r.example/o/", ".gif"), opened("click_url", "https://r.example/r/", ""));
        assert_eq!((open.purpose, open.note.as_str()), (Purpose::Open, ""));
        assert_eq!((click.purpose, click.note.as_str()), (Purpose::Click, "https://layang.example/sale"));
        let (plain, _) = run("address,click_url\nana@example.com,x\n", Some("email"));
        assert_eq!(plain.unwrap().links, 1, "a name that is not added is the list's own");
    }

    #[test]
    fn a_list_that_is_none_says_where_and_what_to_do() {
        let check = |list: &str, channel: Option<&str>, expected: &str| {
            let error = format!("{:#}", run(list, channel).0.unwrap_err());
            assert!(error.contains(expected), "{list:?}: {error}");
        };
        check("", Some("email"), "is empty");
        check("mail\na@example.com\n", Some("email"), "no column address");
        check("address,url\na@example.com,x\n", Some("email"), "a column url already");
        check("address\na@example.com\n", None, "say --channel");
        check("address,name\na@example.com\n", Some("email"), "line 2");
        let (tally, _) = run("address\n\u{feff}x\n", Some("email"));
        assert_eq!(tally.unwrap().left_out, 1);
    }
}
