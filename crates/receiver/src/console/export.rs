//! Who must not be written to, taken out as CSV: a site in, text in parts out, so that memory holds one part of any list.
//! Addresses are keyed hashes there too. No field is one that a spreadsheet takes for a formula.

use crate::ledger::Ledger;
use crate::site::SiteId;
use crate::store::{Act, After, StoppedRow, StoreError};
use countersign_core::to_base64url;
use countersign_suppression::push_row;
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// Rows of one part.
const PART: u32 = 5_000;
/// The columns.
const NAMES: [&str; 8] = ["hash", "channel", "topic", "reason", "at", "how", "source", "rid"];

/// The parts as they come.
pub(crate) struct Export(mpsc::Receiver<Result<String, StoreError>>);

impl Stream for Export {
    type Item = Result<String, StoreError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_recv(context)
    }
}

impl Ledger {
    /// Takes the list of a site out for a member of staff, who is named in the record for it.
    ///
    /// # Errors
    /// What the database reports before the first part; a later failure breaks the text off.
    pub(crate) async fn export(&self, who: &str, site: &SiteId) -> Result<Export, StoreError> {
        let what = format!("exported {site}");
        self.keeper.storage.act(&Act { at: &self.keeper.now_text(), who: Some(who), what: &what, request: None }).await?;
        let (sender, receiver) = mpsc::channel(1);
        let (ledger, site) = (self.clone(), site.clone());
        tokio::spawn(async move {
            let mut names = String::new();
            push_row(&mut names, NAMES);
            let mut part = Ok((names, None));
            // Ends with the list, with a failure, or when nobody reads on.
            while let Ok((text, last)) = part {
                if sender.send(Ok(text)).await.is_err() {
                    return;
                }
                part = match ledger.part(&site, last.as_ref()).await {
                    Ok(None) => return,
                    Ok(Some((text, last))) => Ok((text, Some(last))),
                    Err(fault) => Err(fault),
                };
            }
            if let Err(fault) = part {
                let _ = sender.send(Err(fault)).await;
            }
        });
        Ok(Export(receiver))
    }

    /// The rows after one, as text with the last of them.
    async fn part(&self, site: &SiteId, last: Option<&StoppedRow>) -> Result<Option<(String, StoppedRow)>, StoreError> {
        let after = last.map_or(After { hash: &[], channel: "", topic: "" }, |row| After {
            hash: &row.hash,
            channel: &row.channel,
            topic: &row.topic,
        });
        let rows = self.keeper.storage.stopped(site.as_str(), &after, PART).await?;
        let mut text = String::new();
        for row in &rows {
            let hash = to_base64url(&row.hash);
            push_row(&mut text, [hash.as_str(), &row.channel, &row.topic, &row.reason, &row.at, &row.how, &row.source, &row.rid]);
        }
        Ok(rows.into_iter().next_back().map(|last| (text, last)))
    }
}
