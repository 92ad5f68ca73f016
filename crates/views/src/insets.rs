//! What layer 2 has folded: what is kept on the device for each purpose and by the widget itself, which services run in the page, where the
//! policy speaks of tracking, and its sections.
//!
//! Enters: a notice, the clauses about tracking, and ways to say words and durations in its language. Leaves: the folds as markup for
//! [`Notice::with_insets`], and what is in them, which is fetched when one is opened. Absent: what clears names, and whether the site really
//! keeps no others: `countersign.scan()` tells that.

use countersign_core::{Clause, Msg, Notice, Purpose, RichText, StoreKind, StoredName, Vendor, decimal};
use maud::{Markup, PreEscaped, html};

use crate::parts::{colon, missing, parens, rich};
use crate::url::Url;

words! {
    /// Words of these pieces.
    InsetWord in "inset" {
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
        Sdks "sdks",
        SdkFor "sdk-for",
        SdkNeeds "sdk-needs",
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

/// Code of a third party in the site's apps (REQUIREMENTS PM-12).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SdkView<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is for.
    pub purpose: Option<&'a RichText>,
    /// What it needs of the device.
    pub needs: Option<&'a RichText>,
    /// Its own policy; it is asked for at a click only.
    pub policy: Option<&'a str>,
}

/// What the folds hold beside the notice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// What the policy says about tracking.
    pub techniques: &'a [Technique],
    /// Third-party code in apps.
    pub sdks: &'a [SdkView<'a>],
    /// A page of the desk that stands below the policy's sections, where layer 2 has no control for it: its name and label.
    pub page: Option<(&'a str, &'a str)>,
}

/// How the pieces speak: words and ISO 8601 durations in the notice's language.
pub struct InsetWords<'a> {
    /// A word.
    pub word: &'a dyn Fn(InsetWord) -> &'a str,
    /// A duration in words; `None` where it is none.
    pub duration: &'a dyn Fn(&str) -> Option<String>,
}

/// What is folded in layer 2.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Insets {
    /// The folds, in the order of [`countersign_core::NoticeDraft::insets`].
    pub folds: Vec<String>,
    /// What is in each fold: its name in `data-cs-more`, and markup.
    pub contents: Vec<(String, String)>,
}

/// The folds and what is in them.
#[must_use]
pub fn insets<'a>(notice: &'a Notice, beside: Beside<'_>, words: &'a InsetWords<'a>) -> Insets {
    let mut page = Page { notice, words, contents: Vec::new() };
    let mut folds: Vec<Markup> = notice.purposes.iter().map(|purpose| page.purpose(purpose)).collect();
    folds.push(page.own());
    folds.push(PreEscaped(
        [page.services(), page.sdks(beside.sdks), page.techniques(beside.techniques), page.clauses(beside.page)]
            .map(PreEscaped::into_string)
            .concat(),
    ));
    Insets { folds: folds.into_iter().map(PreEscaped::into_string).collect(), contents: page.contents }
}

struct Page<'a> {
    notice: &'a Notice,
    words: &'a InsetWords<'a>,
    contents: Vec<(String, String)>,
}

impl Page<'_> {
    fn say(&self, word: InsetWord) -> &str {
        (self.words.word)(word)
    }

    /// A card to unfold, or one that is filled as soon as layer 2 is shown because it leads on, and what is in it.
    fn card(&mut self, name: &str, leads_on: bool, title: &str, content: Markup) -> Markup {
        self.contents.push((name.to_owned(), content.into_string()));
        html! { details.cs-purpose part=(name) data-cs-more=(name) open[leads_on] { summary { h3 { (title) } } } }
    }

    /// The names that one purpose's services keep, to unfold; nothing where there are none.
    fn purpose(&mut self, purpose: &Purpose) -> Markup {
        let count: usize = purpose.vendors.iter().map(|vendor| vendor.storage.len()).sum();
        let rows = |vendor: &Vendor| {
            let row = |stored: &StoredName| self.row(&stored.name, stored.kind, &self.kept(stored), Some(&vendor.name));
            html! { @for stored in &vendor.storage { (row(stored)) } }
        };
        let (open, close) = parens(self.notice);
        let columns = [InsetWord::Name, InsetWord::Kind, InsetWord::Kept, InsetWord::SetBy];
        // No two regions have one name.
        let label = [self.say(InsetWord::Stored), colon(self.notice), &purpose.title].concat();
        let table = self.table(&label, &columns, &html! { @for vendor in &purpose.vendors { (rows(vendor)) } });
        let name = ["kept-", purpose.id.as_str()].concat();
        let fold = html! {
            @if count > 0 {
                details.cs-stored data-cs-more=(name) { summary { (self.say(InsetWord::Stored)) (open) (decimal(count as u64)) (close) } }
            }
        };
        if count > 0 {
            self.contents.push((name, table.into_string()));
        }
        fold
    }

    /// What the widget itself keeps, with the reason why there is no switch for it.
    fn own(&mut self) -> Markup {
        let days = ["P", &decimal(self.notice.site.choice_days.into()), "D"].concat();
        let days = (self.words.duration)(&days).unwrap_or_default();
        let [deleted, sent] = [InsetWord::UntilDeleted, InsetWord::UntilSent].map(|word| self.say(word));
        let rows = [
            ("cs", StoreKind::Cookie, days.as_str()),
            ("cs_kept", StoreKind::Cookie, days.as_str()),
            ("cs", StoreKind::Local, deleted),
            ("cs.locale", StoreKind::Local, deleted),
            ("cs.asked.*", StoreKind::Local, days.as_str()),
            ("cs.*", StoreKind::Local, sent),
            ("countersign", StoreKind::IndexedDb, deleted),
        ];
        let title = self.say(InsetWord::Own).to_owned();
        let columns = [InsetWord::Name, InsetWord::Kind, InsetWord::Kept];
        let content = html! {
            p { (self.say(InsetWord::OwnNote)) }
            (self.table(&title, &columns, &html! { @for (name, kind, kept) in rows { (self.row(name, kind, kept, None)) } }))
        };
        self.card("own", false, &title, content)
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
    fn services(&mut self) -> Markup {
        let mut vendors: Vec<&Vendor> = Vec::new();
        for vendor in self.notice.purposes.iter().flat_map(|purpose| &purpose.vendors) {
            if !vendor.hosts.is_empty() && !vendors.contains(&vendor) {
                vendors.push(vendor);
            }
        }
        if vendors.is_empty() {
            return html! {};
        }
        let title = self.say(InsetWord::Services).to_owned();
        let row = |vendor: &Vendor| {
            html! { tr { td { (vendor.name) } td { @for host in &vendor.hosts { code { (host) } " " } } } }
        };
        let content = self.table(&title, &[InsetWord::Name, InsetWord::Hosts], &html! { @for vendor in vendors { (row(vendor)) } });
        self.card("services", false, &title, content)
    }

    /// Third-party code in apps, with what each needs.
    fn sdks(&mut self, sdks: &[SdkView<'_>]) -> Markup {
        if sdks.is_empty() {
            return html! {};
        }
        let notice = self.notice;
        let said = |text: Option<&RichText>| html! { @if let Some(text) = text { (rich(notice, text)) } @else { (missing(notice)) } };
        let row = |sdk: &SdkView<'_>| {
            html! {
                tr {
                    td { (sdk.name) @if let Some(policy) = sdk.policy { " " (outside(policy, notice.say(Msg::PolicyLink))) } }
                    td { (said(sdk.purpose)) }
                    td { (said(sdk.needs)) }
                }
            }
        };
        let title = self.say(InsetWord::Sdks).to_owned();
        let columns = [InsetWord::Name, InsetWord::SdkFor, InsetWord::SdkNeeds];
        let content = self.table(&title, &columns, &html! { @for sdk in sdks { (row(sdk)) } });
        self.card("sdks", false, &title, content)
    }

    /// Where the policy speaks of tracking.
    fn techniques(&mut self, techniques: &[Technique]) -> Markup {
        let content = html! {
            dl.cs-facts {
                @for technique in techniques {
                    div {
                        dt { (self.say(technique.word)) }
                        dd {
                            @if let Some(verdict) = technique.verdict { span.cs-line { (self.say(verdict)) } }
                            @for clause in &technique.clauses { a href={ "#" (clause.anchor) } { (clause.label) } }
                            @if let Some(help) = &technique.help { (outside(help, help)) }
                            @if technique.clauses.is_empty() { span.cs-missing { (self.notice.say(Msg::NotStated)) } }
                        }
                    }
                }
            }
        };
        let title = self.say(InsetWord::Techniques).to_owned();
        self.card("techniques", true, &title, content)
    }

    /// The sections of the policy that say more.
    fn clauses(&mut self, page: Option<(&str, &str)>) -> Markup {
        let notice = self.notice;
        if notice.clauses.is_empty() {
            return html! {};
        }
        let content = html! {
            ul.cs-clauses { @for clause in &notice.clauses { li { a href={ "#" (clause.anchor) } { (clause.label) } } } }
            @if let Some((name, label)) = page { button.cs-link type="button" data-cs=(name) { (label) } }
        };
        self.card("clauses", true, notice.say(Msg::InPolicy), content)
    }
}

/// A link to a page of somebody else, opened beside the page, which learns nothing of where the visitor came from.
fn outside(printed: &str, label: &str) -> Markup {
    let address = if printed.contains("://") { printed.to_owned() } else { ["https://", printed].concat() };
    html! {
        @if let Some(url) = Url::parse(&address) { a href=(url.as_str()) target="_blank" rel="noopener noreferrer" { (label) } }
    }
}
