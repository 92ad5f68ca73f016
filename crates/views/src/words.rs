//! How a group of words is declared: an enum whose members have keys in one table of the message data files.
//!
//! Enters: a name, the table, members with their keys. Leaves: the enum. Absent: the words themselves, which are data of `crates/policy`.

/// Declares a group of words.
macro_rules! words {
    ($(#[$about:meta])* $name:ident in $table:literal { $($variant:ident $key:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[allow(missing_docs, reason = "the key says what each is for; the English words stand in the message data")]
        pub enum $name { $($variant),* }

        impl $name {
            /// The table of the message data files that holds them.
            pub const TABLE: &str = $table;

            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The key in that table: lower case, words parted by `-`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
        }
    };
}
