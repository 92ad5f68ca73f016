//! The pieces of layer 2 that the build renders, because a browser needs none of the data behind them: what is kept on the device for
//! each purpose and by the widget itself, which services run in the page, and where the policy speaks of tracking.
//!
//! Enters: a notice, the clauses about tracking, and ways to say words and durations in its language. Leaves: markup for
//! [`Notice::with_insets`]. Absent: what clears names, and whether the site really keeps no others: `countersign.scan()` tells that.

use countersign_core::{Clause, Msg, Notice, Purpose, StoreKind, StoredName, Vendor, decimal};
use maud::{Markup, PreEscaped, html};

use crate::parts::{colon, parens};
use crate::url::Url;

macro_rules! words {
    ($($variant:ident $key:literal),* $(,)?) => {
        /// Words of these pieces.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[allow(missing_docs, reason = "the key says what each is for; the English words stand in the message data")]
        pub enum InsetWord { $($variant),* }

        impl InsetWord {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The key in the message data files: lower case, words parted by `-`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
        }
    };
}

words! {
    Stored "stored",
    Name "name",
    Kind "kind",
    Kept "kept",
    SetBy "set-by",
    Cookie "cookie",
    Local "local",
    Session "session",
    IndexedDb "indexeddb",
    Cache "cache",
    UntilBrowser "until-browser",
    UntilTab "until-tab",
    UntilDeleted "until-deleted",
    UntilSent "until-sent",
    Own "own",
    OwnNote "own-note",
    Services "services",
    Hosts "hosts",
    Techniques "techniques",
    Cookies "cookies",
    CookieLimit "cookie-limit",
    CookieRefuse "cookie-refuse",
    CookieEffect "cookie-effect",
    LocalStorage "local-storage",
    FlashCookies "flash-cookies",
    Etag "etag",
    Beacons "beacons",
    ClickTracking "click-tracking",
    OpenTracking "open-tracking",
    MailingList "mailing-list",
    DoNotTrack "do-not-track",
    Honored "honored",
    NotHonored "not-honored",
}

/// What the policy says about one technique of tracking.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Technique {
    /// Its name.
    pub word: InsetWord,
    /// What the policy says of it in one word, where that can be told.
    pub verdict: Option<InsetWord>,
    /// The sections that speak of it; none: the policy is silent, and that is said.
    pub clauses: Vec<Clause>,
    /// A page of somebody else that the policy names for help, as printed; it is asked for at a click only.
    pub help: Option<String>,
}

/// How the pieces speak: words and ISO 8601 durations in the notice's language.
pub struct InsetWords<'a> {
    /// A word.
    pub word: &'a dyn Fn(InsetWord) -> &'a str,
    /// A duration in words; `None` where it is none.
    pub duration: &'a dyn Fn(&str) -> Option<String>,
}

/// The pieces in the order of [`countersign_core::NoticeDraft::insets`].
#[must_use]
pub fn insets<'a>(notice: &'a Notice, techniques: &[Technique], words: &'a InsetWords<'a>) -> Vec<String> {
    let page = Page { notice, words };
    let purposes = notice.purposes.iter().map(|purpose| page.purpose(purpose));
    purposes.chain([page.own(), html! { (page.services()) (page.techniques(techniques)) }]).map(PreEscaped::into_string).collect()
}

struct Page<'a> {
    notice: &'a Notice,
    words: &'a InsetWords<'a>,
}

impl Page<'_> {
    fn say(&self, word: InsetWord) -> &str {
        (self.words.word)(word)
    }

    /// The names that one purpose's services keep, to unfold; nothing where there are none.
    fn purpose(&self, purpose: &Purpose) -> Markup {
        let count: usize = purpose.vendors.iter().map(|vendor| vendor.storage.len()).sum();
        let rows = |vendor: &Vendor| {
            let row = |stored: &StoredName| self.row(&stored.name, stored.kind, &self.kept(stored), Some(&vendor.name));
            html! { @for stored in &vendor.storage { (row(stored)) } }
        };
        let (open, close) = parens(self.notice);
        let columns = [InsetWord::Name, InsetWord::Kind, InsetWord::Kept, InsetWord::SetBy];
        // No two regions have one name.
        let label = [self.say(InsetWord::Stored), colon(self.notice), &purpose.title].concat();
        html! {
            @if count > 0 {
                details.cs-stored {
                    summary { (self.say(InsetWord::Stored)) (open) (decimal(count as u64)) (close) }
                    (self.table(&label, &columns, &html! { @for vendor in &purpose.vendors { (rows(vendor)) } }))
                }
            }
        }
    }

    /// What the widget itself keeps, with the reason why there is no switch for it.
    fn own(&self) -> Markup {
        let days = ["P", &decimal(self.notice.site.choice_days.into()), "D"].concat();
        let days = (self.words.duration)(&days).unwrap_or_default();
        let [deleted, sent] = [InsetWord::UntilDeleted, InsetWord::UntilSent].map(|word| self.say(word));
        let rows = [
            ("cs", StoreKind::Cookie, days.as_str()),
            ("cs_kept", StoreKind::Cookie, days.as_str()),
            ("cs", StoreKind::Local, deleted),
            ("cs.locale", StoreKind::Local, deleted),
            ("cs.*", StoreKind::Local, sent),
            ("countersign", StoreKind::IndexedDb, deleted),
        ];
        let title = self.say(InsetWord::Own);
        let columns = [InsetWord::Name, InsetWord::Kind, InsetWord::Kept];
        html! {
            details.cs-purpose part="own" {
                summary { h3 { (title) } }
                p { (self.say(InsetWord::OwnNote)) }
                (self.table(title, &columns, &html! { @for (name, kind, kept) in rows { (self.row(name, kind, kept, None)) } }))
            }
        }
    }

    fn row(&self, name: &str, kind: StoreKind, kept: &str, vendor: Option<&str>) -> Markup {
        let kind = match kind {
            StoreKind::Cookie => InsetWord::Cookie,
            StoreKind::Local => InsetWord::Local,
            StoreKind::Session => InsetWord::Session,
            StoreKind::IndexedDb => InsetWord::IndexedDb,
            StoreKind::Cache => InsetWord::Cache,
        };
        html! { tr { td { code { (name) } } td { (self.say(kind)) } td { (kept) } @if let Some(vendor) = vendor { td { (vendor) } } } }
    }

    /// How long a name stays, in words; what is not known of a key follows from its kind, and of a cookie nothing does.
    fn kept(&self, stored: &StoredName) -> String {
        let life = stored.life.as_deref();
        let word = match (stored.kind, life) {
            (StoreKind::Session, _) => self.say(InsetWord::UntilTab),
            (StoreKind::Cookie, Some("session")) => self.say(InsetWord::UntilBrowser),
            (StoreKind::Cookie, None) => self.notice.say(Msg::NotStated),
            _ => self.say(InsetWord::UntilDeleted),
        };
        life.and_then(self.words.duration).unwrap_or_else(|| word.to_owned())
    }

    /// A table that scrolls by itself where the sheet is narrow.
    fn table(&self, label: &str, columns: &[InsetWord], rows: &Markup) -> Markup {
        html! {
            div.cs-scroll tabindex="0" role="region" aria-label=(label) {
                table { tr { @for word in columns { th { (self.say(*word)) } } } (rows) }
            }
        }
    }

    /// The services that run in the page, each once, with their hosts.
    fn services(&self) -> Markup {
        let mut vendors: Vec<&Vendor> = Vec::new();
        for vendor in self.notice.purposes.iter().flat_map(|purpose| &purpose.vendors) {
            if !vendor.hosts.is_empty() && !vendors.contains(&vendor) {
                vendors.push(vendor);
            }
        }
        let title = self.say(InsetWord::Services);
        let row = |vendor: &Vendor| {
            html! { tr { td { (vendor.name) } td { @for host in &vendor.hosts { code { (host) } " " } } } }
        };
        html! {
            @if !vendors.is_empty() {
                details.cs-purpose part="services" {
                    summary { h3 { (title) } }
                    (self.table(title, &[InsetWord::Name, InsetWord::Hosts], &html! { @for vendor in vendors { (row(vendor)) } }))
                }
            }
        }
    }

    /// Where the policy speaks of tracking.
    fn techniques(&self, techniques: &[Technique]) -> Markup {
        html! {
            section part="techniques" {
                h2 { (self.say(InsetWord::Techniques)) }
                dl.cs-facts {
                    @for technique in techniques {
                        div {
                            dt { (self.say(technique.word)) }
                            dd {
                                @if let Some(verdict) = technique.verdict { span.cs-line { (self.say(verdict)) } }
                                @for clause in &technique.clauses { a href={ "#" (clause.anchor) } { (clause.label) } }
                                @if let Some(help) = &technique.help { (outside(help)) }
                                @if technique.clauses.is_empty() { span.cs-missing { (self.notice.say(Msg::NotStated)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A link to a page of somebody else, opened beside the page, which learns nothing of where the visitor came from.
fn outside(printed: &str) -> Markup {
    let address = if printed.contains("://") { printed.to_owned() } else { ["https://", printed].concat() };
    html! {
        @if let Some(url) = Url::parse(&address) { a href=(url.as_str()) target="_blank" rel="noopener noreferrer" { (printed) } }
    }
}
