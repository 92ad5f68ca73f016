//! The widget's own words: one key for every phrase, the same in all locales. The phrases themselves are data of the notice.

macro_rules! messages {
    ($($variant:ident $key:literal),* $(,)?) => {
        /// One phrase of the widget; the order is the wire order, so new ones go at the end.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[allow(missing_docs, reason = "the key says what each is for; the English phrase stands in the message data")]
        pub enum Msg { $($variant),* }

        impl Msg {
            /// Every phrase, in wire order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The key in the message data files: lower case, words parted by `-`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
        }
    };
}

messages! {
    BannerLabel "banner-label",
    BannerText "banner-text",
    BannerSensitive "banner-sensitive",
    BannerShared "banner-shared",
    BannerNotShared "banner-not-shared",
    BannerAbroad "banner-abroad",
    BannerNotAbroad "banner-not-abroad",
    PolicyLink "policy-link",
    AcceptAll "accept-all",
    RefuseAll "refuse-all",
    Choose "choose",
    Save "save",
    ButtonLabel "button-label",
    Badge "badge",
    NotKept "not-kept",
    NotStated "not-stated",
    PreferencesTitle "preferences-title",
    AdditionalHeading "additional-heading",
    AdditionalNote "additional-note",
    CoreHeading "core-heading",
    CoreNote "core-note",
    NoAdditional "no-additional",
    Data "data",
    ItemOptional "item-optional",
    Effect "effect",
    Recipients "recipients",
    Nobody "nobody",
    Retention "retention",
    Storage "storage",
    Origin "origin",
    Basis "basis",
    Cookies "cookies",
    ControllerHeading "controller-heading",
    Address "address",
    Email "email",
    Phone "phone",
    Officer "officer",
    ResponseDays "response-days",
    ReadPolicy "read-policy",
    ReceiptsHeading "receipts-heading",
    WithdrawAll "withdraw-all",
    Close "close",
    Back "back",
    Language "language",
    Contents "contents",
    Version "version",
    Effective "effective",
    Updated "updated",
    Drafted "drafted",
    Loading "loading",
    LoadFailed "load-failed",
    Sensitive "sensitive",
    Saved "saved",
    ReloadOffer "reload-offer",
    SourceProvided "source-provided",
    SourceObserved "source-observed",
    SourceInferred "source-inferred",
    SourceThirdParty "source-third-party",
    BasisConsent "basis-consent",
    BasisContract "basis-contract",
    BasisLegalDuty "basis-legal-duty",
    BasisLegitimateInterest "basis-legitimate-interest",
    RoleProcessor "role-processor",
    RoleController "role-controller",
    RoleAuthority "role-authority",
    Purpose "purpose",
    Country "country",
    CollectionList "collection-list",
    ThirdPartyList "third-party-list",
    DownloadAll "download-all",
    ReferenceBroken "reference-broken",
    ReferenceDoubtful "reference-doubtful",
    InPolicy "in-policy",
    SensitiveLists "sensitive-lists",
    SensitiveMeaning "sensitive-meaning",
    Versions "versions",
    DatesMissing "dates-missing",
    ResponseMissing "response-missing",
    SeePolicy "see-policy",
    DoNotTrack "do-not-track",
    DoNotTrackNote "do-not-track-note",
    SignalRule "signal-rule",
    SignalCounts "signal-counts",
    ChoiceCounts "choice-counts",
    ReceiptsLost "receipts-lost",
    SeparateTag "separate-tag",
    SeparateNote "separate-note",
    BannerSeparate "banner-separate",
    BannerChild "banner-child",
    ChildNote "child-note",
    RegisteredAddress "registered-address",
    EntrustedList "entrusted-list",
    ScopeFor "scope-for",
    ScopeElsewhere "scope-elsewhere",
}
