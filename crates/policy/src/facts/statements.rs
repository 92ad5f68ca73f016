//! Statements: sentences of a policy that say one thing which is worth showing by itself.
//!
//! In: a reading. Out: sentences with what they state, in text order, each with its bytes. The patterns are data (`data/facts/statements.toml`).
//! Deliberately absent: whether what is stated is true, or enough under a law.

use std::sync::LazyLock;

use serde::Serialize;
use toml_edit::DocumentMut;

use super::{Found, said};
use crate::read::Reading;
use crate::sentence::{self, Cut};
use crate::terms::{self, Script, Terms};

macro_rules! kinds {
    ($($name:ident $text:literal $doc:literal),* $(,)?) => {
        /// What a sentence states.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum StatementKind { $(#[doc = $doc] $name),* }

        impl StatementKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable name, such as `withdrawal-effect`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

kinds! {
    Scope "scope" "To what the policy applies.",
    ScopeExcluded "scope-excluded" "To what it does not apply.",
    ThirdPartyServices "third-party-services" "What others offer is not covered.",
    CookieUse "cookie-use" "What cookies are used for.",
    CookieLimit "cookie-limit" "Cookies serve no other purpose.",
    CookieRefuse "cookie-refuse" "How to refuse or delete cookies.",
    CookieEffect "cookie-effect" "What refusing cookies does.",
    LocalStorage "local-storage" "Local storage of the browser.",
    FlashCookies "flash-cookies" "Flash cookies.",
    Etag "etag" "ETags.",
    Beacons "beacons" "Beacons and pixel tags.",
    ClickTracking "click-tracking" "Clicks on links are tracked.",
    OpenTracking "open-tracking" "Opening of messages is tracked.",
    MailingList "mailing-list" "Leaving the mailing list.",
    DoNotTrackHonored "do-not-track-honored" "Do Not Track is honored.",
    DoNotTrackNotHonored "do-not-track-not-honored" "Do Not Track is not honored.",
    Marketing "marketing" "Marketing messages are sent.",
    MarketingStop "marketing-stop" "How to stop marketing.",
    NoSale "no-sale" "Data is not sold.",
    Statistics "statistics" "Statistics are made or shared.",
    Deidentified "deidentified" "Data is de-identified or made anonymous.",
    ModelTraining "model-training" "Models are trained.",
    Profiling "profiling" "Profiles of people are made.",
    Personalization "personalization" "Contents are chosen for the person.",
    NewPurpose "new-purpose" "A new purpose needs consent.",
    Overseas "overseas" "Data leaves the country.",
    StoredIn "stored-in" "Where data is kept.",
    Guardian "guardian" "Consent of parents or guardians.",
    ChildDataDeleted "child-data-deleted" "Data of children is erased.",
    WithdrawalEffect "withdrawal-effect" "What withdrawing does not touch.",
    Withdrawal "withdrawal" "Consent can be withdrawn.",
    DeemedConsent "deemed-consent" "Use counts as consent.",
    Exceptions "exceptions" "No consent is asked for in some cases.",
    Affiliates "affiliates" "Sharing with affiliates.",
    Partners "partners" "Sharing with partners.",
    Entrusted "entrusted" "Others process on behalf of the controller.",
    BusinessTransfer "business-transfer" "Merger, acquisition, bankruptcy.",
    PublicDisclosure "public-disclosure" "Publication.",
    Agreements "agreements" "Contracts with recipients.",
    IdentityCheck "identity-check" "Requests need a proof of identity.",
    Fee "fee" "Requests are free, or not.",
    MayRefuse "may-refuse" "When requests are refused.",
    AutomatedDecisions "automated-decisions" "Automated decisions.",
    IncidentNotice "incident-notice" "People are told of a breach.",
    ChangeNotice "change-notice" "How changes are announced.",
    NoReduction "no-reduction" "Rights are not reduced without consent.",
    Archive "archive" "Old versions are kept.",
    AccountCancellation "account-cancellation" "Accounts can be closed.",
    Complaint "complaint" "Where to complain.",
    GeneralRetention "general-retention" "Data is kept as long as needed.",
}

/// A sentence and what it states.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Statement {
    /// What it states.
    pub kind: StatementKind,
    /// The sentence with white space folded, and its bytes.
    pub said: Found<String>,
}

/// More bytes are no single statement.
const LONGEST: usize = 1_200;

static TERMS: LazyLock<Option<Terms>> = LazyLock::new(|| {
    let file = include_str!("../../data/facts/statements.toml").parse::<DocumentMut>().ok()?;
    let groups = StatementKind::ALL.iter().map(|kind| terms::strings(file.as_table(), kind.name()));
    Terms::new(groups, Script::shipped())
});

/// The statements of a reading, in text order; a sentence may state several things.
pub(super) fn statements(reading: &Reading) -> Vec<Statement> {
    let Some(terms) = &*TERMS else { return Vec::new() };
    let mut list = Vec::new();
    for (_, span) in sentence::of(reading, Cut::Stops).filter(|(_, span)| span.len() <= LONGEST) {
        let found = said(reading, span);
        let seen = terms.groups(&terms.see(&terms.fold(&found.value).text));
        let kinds = seen.iter().filter_map(|sighting| StatementKind::ALL.get(sighting.group));
        list.extend(kinds.map(|kind| Statement { kind: *kind, said: found.clone() }));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::{StatementKind, TERMS, statements};
    use crate::read::{TextFormat, read_text};

    fn check(text: &str, kind: StatementKind, expected: bool) {
        let found = statements(&read_text(text, TextFormat::Plain));
        assert_eq!(found.iter().any(|statement| statement.kind == kind), expected, "{text}: {found:?}");
    }

    #[test]
    fn every_kind_has_patterns() {
        let terms = TERMS.as_ref().unwrap();
        for kind in StatementKind::ALL {
            let file = include_str!("../../data/facts/statements.toml").parse::<toml_edit::DocumentMut>().unwrap();
            assert!(!crate::terms::strings(file.as_table(), kind.name()).is_empty(), "{}", kind.name());
        }
        assert!(terms.groups(&terms.see("")).is_empty());
    }

    #[test]
    fn sentences_state_what_they_say() {
        use StatementKind as K;
        for (text, kind) in [
            ("You may withdraw your consent, which does not affect what was done before.", K::WithdrawalEffect),
            ("撤回同意不影响此前的处理。", K::WithdrawalEffect),
            ("Menarik balik persetujuan tidak menjejaskan pemprosesan terdahulu.", K::WithdrawalEffect),
            ("If your browser sends Do Not Track, we respect it.", K::DoNotTrackHonored),
            ("We may send you promotions by e-mail.", K::Marketing),
            ("我们可能向您发送促销短信。", K::Marketing),
            ("Kami menghantar promosi melalui SMS.", K::Marketing),
            ("We never sell your data.", K::NoSale),
            ("Under 16, we ask for the consent of a parent or guardian.", K::Guardian),
            ("我們會在監護人同意後處理兒童資料。", K::Guardian),
            ("This policy applies to the Layang app.", K::Scope),
            ("本政策不适用于第三方，第三方适用其独立的隐私政策。", K::ScopeExcluded),
            ("With a pixel tag we know whether an e-mail was opened.", K::OpenTracking),
            ("If you click the link we track the click.", K::ClickTracking),
        ] {
            check(text, kind, true);
        }
    }

    #[test]
    fn other_sentences_state_nothing() {
        check("Parcels are weighed at the counter.", StatementKind::Marketing, false);
        check("We track parcels.", StatementKind::ClickTracking, false);
        check("We do not use cookies.", StatementKind::CookieUse, false);
    }
}
