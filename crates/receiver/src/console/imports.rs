//! Lists of addresses that must not be written to: a CSV file in, rows that wait out; a preview, and carrying out or discarding them.
//! A list only stops: nothing in it allows anything, whatever its columns are called.
//! Rows wait with their address sealed by the site's token key, and are deleted when they are carried out or discarded.
//! Deliberately absent: lists larger than a browser's form, which the command brings in.

use crate::ledger::Ledger;
use crate::marketing::{Carried, How, Reason, Wish};
use crate::site::SiteId;
use crate::store::{After, ImportRow, NewImport, NewStaged, StagedRow, StoreError};
use countersign_suppression::{
    Address, AddressHash, AddressKind, CallingCode, ChannelId, CsvError, CsvReader, CsvRow, Keyring, Purpose, State, Token, TopicId, Turn,
};
use std::collections::HashMap;

/// Lines whose fault is told; of the others there is the number.
const TOLD: usize = 20;
/// Rows that are carried out together: as many as one batch of a log holds.
const TOGETHER: u32 = 512;
/// Addresses that a preview shows, masked.
const SAMPLE: usize = 10;

/// What the form says beside the file.
pub(crate) struct Staging<'a> {
    pub(crate) site: &'a SiteId,
    /// The name of the file.
    pub(crate) name: &'a str,
    /// The channel of rows that name none.
    pub(crate) channel: Option<&'a ChannelId>,
    /// The topic of rows that name none.
    pub(crate) topic: &'a TopicId,
    /// What national telephone numbers begin with.
    pub(crate) code: Option<&'a CallingCode>,
}

/// What became of a file.
pub(crate) enum Staged {
    /// It waits, under this number.
    Waits(i64),
    /// The file cannot be read at all.
    Unreadable(CsvError),
    /// It has no column `address`.
    NoAddress,
    /// Not one line of it can be taken; the first faults.
    Nothing(String),
}

/// Where a list stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ImportState {
    Staged,
    Committing,
    Committed,
    Discarded,
}

impl ImportState {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Staged => "staged",
            Self::Committing => "committing",
            Self::Committed => "committed",
            Self::Discarded => "discarded",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Staged, Self::Committing, Self::Committed, Self::Discarded].into_iter().find(|state| state.name() == name)
    }
}

/// A list.
pub(crate) struct Import {
    pub(crate) id: i64,
    pub(crate) site: SiteId,
    pub(crate) state: ImportState,
    pub(crate) row: ImportRow,
}

/// What carrying a list out would do.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct Preview {
    /// Rows by channel and topic.
    pub(crate) parts: Vec<(String, String, PreviewPart)>,
    /// The first addresses, masked.
    pub(crate) sample: Vec<String>,
}

/// The rows of a channel and topic.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct PreviewPart {
    /// Are written to now, and would be no longer.
    pub(crate) given: u64,
    /// Nobody asked, so they are not written to; afterwards nothing short of a fresh wish of theirs opens them.
    pub(crate) unasked: u64,
    /// Are stopped already.
    pub(crate) stopped: u64,
}

impl TryFrom<ImportRow> for Import {
    type Error = StoreError;

    fn try_from(row: ImportRow) -> Result<Self, StoreError> {
        let site = row.site.parse().map_err(|_| StoreError::Corrupt("the id of a site"))?;
        let state = ImportState::from_name(&row.state).ok_or(StoreError::Corrupt("the state of a list"))?;
        Ok(Self { id: row.id, site, state, row })
    }
}

/// Reads a file to rows; what is wrong with a line, and how many lines there were.
struct Reading {
    rows: Vec<NewStaged>,
    faults: Vec<String>,
    refused: i64,
    lines: i64,
}

impl Reading {
    fn refuse(&mut self, line: u64, fault: &str) {
        self.refused += 1;
        if self.faults.len() < TOLD {
            self.faults.push(format!("line {line}: {fault}"));
        }
    }
}

/// The places of the columns that count; others are passed over.
struct Columns {
    address: usize,
    channel: Option<usize>,
    topic: Option<usize>,
}

impl Columns {
    /// One row as it is staged; why not, in words that repeat nothing of it.
    fn staged(&self, row: &CsvRow, wish: &Staging<'_>, keys: &Keyring, now_ms: u64) -> Result<NewStaged, String> {
        let text = |place: Option<usize>| place.map(|place| row.field(place)).filter(|text| !text.is_empty());
        let channel = match (text(self.channel), wish.channel) {
            (Some(text), _) => text.parse::<ChannelId>().map_err(|fault| format!("the channel {fault}"))?,
            (None, Some(channel)) => channel.clone(),
            (None, None) => return Err("names no channel: choose one for the whole list, or add a column channel".to_owned()),
        };
        let topic = text(self.topic).map_or(Ok(wish.topic.clone()), str::parse::<TopicId>).map_err(|fault| format!("the topic {fault}"))?;
        let address = Address::parse(AddressKind::of(&channel), row.field(self.address), wish.code);
        let address = address.map_err(|fault| format!("the address {fault}"))?;
        let hash = keys.hash(&address);
        let token = Token::new(Purpose::Desk, address, channel.clone(), topic.clone(), now_ms);
        let sealed = keys.mint(wish.site.as_str(), &token).map_err(|fault| fault.to_string())?;
        Ok(NewStaged { hash, channel: channel.as_str().to_owned(), topic: topic.as_str().to_owned(), sealed })
    }
}

fn read(file: &[u8], wish: &Staging<'_>, keys: &Keyring, now_ms: u64) -> Result<Option<Reading>, CsvError> {
    let mut source = CsvReader::new(file)?;
    let Some(address) = source.place("address") else { return Ok(None) };
    let columns = Columns { address, channel: source.place("channel"), topic: source.place("topic") };
    let mut reading = Reading { rows: Vec::new(), faults: Vec::new(), refused: 0, lines: 0 };
    let mut row = CsvRow::default();
    while source.read(&mut row)? {
        reading.lines += 1;
        match columns.staged(&row, wish, keys, now_ms) {
            Ok(staged) => reading.rows.push(staged),
            Err(fault) => reading.refuse(row.line(), &fault),
        }
    }
    Ok(Some(reading))
}

impl Ledger {
    /// Stages a file for a member of staff; nothing is stopped yet.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn stage(&self, who: &str, file: &[u8], wish: &Staging<'_>, keys: &Keyring) -> Result<Staged, StoreError> {
        let now_ms = u64::try_from(self.now().as_millisecond()).unwrap_or(0);
        let reading = match read(file, wish, keys, now_ms) {
            Ok(Some(reading)) => reading,
            Ok(None) => return Ok(Staged::NoAddress),
            Err(fault) => return Ok(Staged::Unreadable(fault)),
        };
        let faults = reading.faults.join("\n");
        if reading.rows.is_empty() {
            return Ok(Staged::Nothing(faults));
        }
        let (at, site) = (self.keeper.now_text(), wish.site.as_str());
        let import = NewImport { site, who, name: wish.name, at: &at, lines: reading.lines, faults: &faults, refused: reading.refused };
        self.keeper.storage.stage(&import, &reading.rows).await.map(Staged::Waits)
    }

    /// The lists, the last one first.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn imports(&self, limit: u32) -> Result<Vec<Import>, StoreError> {
        self.keeper.storage.imports(limit).await?.into_iter().map(Import::try_from).collect()
    }

    /// One list.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn import(&self, id: i64) -> Result<Option<Import>, StoreError> {
        self.keeper.storage.import(id).await?.map(Import::try_from).transpose()
    }

    /// What carrying a list out would do now.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn preview(&self, import: &Import, keys: &Keyring) -> Result<Preview, StoreError> {
        let mut parts: HashMap<(String, String), PreviewPart> = HashMap::new();
        let mut sample = Vec::new();
        let mut last: Option<StagedRow> = None;
        loop {
            let rows = self.waiting(import.id, last.as_ref(), 10_000).await?;
            for token in rows.iter().take(SAMPLE * 10).filter_map(|row| keys.open(import.site.as_str(), &row.sealed).ok()) {
                let masked = token.address.masked();
                if sample.len() < SAMPLE && !sample.contains(&masked) {
                    sample.push(masked);
                }
            }
            let mut groups: HashMap<(String, String), Vec<AddressHash>> = HashMap::new();
            for row in &rows {
                groups.entry((row.channel.clone(), row.topic.clone())).or_default().push(row.hash()?);
            }
            for ((channel, topic), hashes) in groups {
                let turn = turn(&channel, &topic)?;
                let part = parts.entry((channel, topic)).or_default();
                for state in self.may_write(&import.site, &turn.channel, &turn.topic, &hashes).await? {
                    match state {
                        Some(State::Given) => part.given += 1,
                        Some(State::Withdrawn) => part.stopped += 1,
                        None => part.unasked += 1,
                    }
                }
            }
            match rows.into_iter().next_back() {
                Some(row) => last = Some(row),
                None => break,
            }
        }
        let mut parts: Vec<_> = parts.into_iter().map(|((channel, topic), part)| (channel, topic, part)).collect();
        parts.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
        Ok(Preview { parts, sample })
    }

    /// Discards a list that waits; whether it still did.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn discard(&self, who: &str, id: i64) -> Result<bool, StoreError> {
        self.keeper.storage.settle_import(id, ["staged", "staged"], "discarded", who, &self.keeper.now_text()).await
    }

    /// Carries a list out. A crash in between leaves rows that wait, and the same call again goes on with them: who is stopped stays so,
    /// and stopping twice makes no second receipt. Whether there was something to carry out.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn commit(&self, who: &str, import: &Import, keys: &Keyring) -> Result<bool, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let begins = storage.settle_import(import.id, ["staged", "committing"], "committing", who, &self.keeper.now_text()).await?;
        if !begins {
            return Ok(false);
        }
        loop {
            let rows = self.waiting(import.id, None, TOGETHER).await?;
            if rows.is_empty() {
                break;
            }
            let wishes = rows.iter().map(|row| wish(import, row, keys)).collect::<Result<Vec<_>, _>>()?;
            let carried = self.carry_all(wishes).await?;
            let changed = carried.iter().filter(|one| matches!(one, Carried::Done(_))).count();
            storage.carried(import.id, &rows, i64::try_from(changed).unwrap_or(i64::MAX)).await?;
        }
        storage.settle_import(import.id, ["committing", "committing"], "committed", who, &self.keeper.now_text()).await
    }

    async fn waiting(&self, id: i64, after: Option<&StagedRow>, limit: u32) -> Result<Vec<StagedRow>, StoreError> {
        let after = after.map_or(After { hash: &[], channel: "", topic: "" }, |row| After {
            hash: &row.hash,
            channel: &row.channel,
            topic: &row.topic,
        });
        self.keeper.storage.waiting(id, &after, limit).await
    }
}

impl StagedRow {
    fn hash(&self) -> Result<AddressHash, StoreError> {
        let bytes = self.hash.as_slice().try_into();
        bytes.map(AddressHash::from_bytes).map_err(|_| StoreError::Corrupt("the hash of an address is not 32 bytes"))
    }
}

fn turn(channel: &str, topic: &str) -> Result<Turn, StoreError> {
    let corrupt = |_| StoreError::Corrupt("the id of a channel or topic");
    Ok(Turn { channel: channel.parse().map_err(corrupt)?, topic: topic.parse().map_err(corrupt)?, to: State::Withdrawn })
}

/// The wish of a row. Where its seal cannot be opened any more, because the token key is gone, the hash alone has to do.
fn wish(import: &Import, row: &StagedRow, keys: &Keyring) -> Result<Wish, StoreError> {
    let subject = match keys.open(import.site.as_str(), &row.sealed) {
        Ok(token) => keys.subject(token.address),
        Err(_) => countersign_suppression::Subject::of_hash(row.hash()?),
    };
    let wish = Wish::new(&import.site, subject, How::Desk, vec![turn(&row.channel, &row.topic)?]);
    Ok(wish.because(Reason::List).from_source(format!("list {}", import.id)))
}
