//! The names of small closed lists on the wire.

use crate::{Basis, Role, Source};

macro_rules! names {
    ($type:ident, $to:ident, $from:ident, $doc:literal, $($variant:ident $name:literal),* $(,)?) => {
        #[doc = concat!("The name of ", $doc, " in files and receipts.")]
        #[must_use]
        pub const fn $to(value: $type) -> &'static str {
            match value { $($type::$variant => $name),* }
        }

        #[doc = concat!("The value for a name of ", $doc, ", if it is one.")]
        #[must_use]
        pub fn $from(name: &str) -> Option<$type> {
            match name { $($name => Some($type::$variant),)* _ => None }
        }
    };
}

names!(Basis, basis_name, basis_from_name, "a ground of processing", Consent "consent", Contract "contract", LegalDuty "legal-duty", LegitimateInterest "legitimate-interest");
names!(Role, role_name, role_from_name, "a recipient's role", Processor "processor", Controller "controller", Authority "authority");
names!(Source, source_name, source_from_name, "where data come from", Provided "provided", Observed "observed", Inferred "inferred", ThirdParty "third-party");
