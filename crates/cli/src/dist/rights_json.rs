//! `rights.json`: which days the site works and which times it promises, for whoever receives requests (formats page, section 16).
//!
//! In: a bundle. Out: JSON. Deliberately absent: words; no browser needs it.

use countersign_core::wire::json::Object;
use countersign_core::{Deadline, Notice, Starts};
use countersign_policy::{Bundle, SiteRight};

/// The file.
pub(super) fn json(bundle: &Bundle, notice: &Notice, rights: &[SiteRight]) -> String {
    let calendar = &bundle.calendar;
    let mut file = Object::new();
    file.string("v", "cs-rights/1").string("site", &notice.site.id).string("offset", &calendar.offset);
    for (name, list) in [("weekend", &calendar.weekend), ("holidays", &calendar.holidays), ("workdays", &calendar.workdays)] {
        file.strings(name, list);
    }
    let asked = rights.iter().filter_map(|row| Some((row.right?, row)));
    file.list("rights", asked, |object, (right, row)| {
        object.braced(|object| {
            object.string("right", right.name()).maybe("due", row.deadline.and_then(Deadline::duration).as_deref());
            if let Some(Deadline::WorkingDays(days)) = row.deadline {
                object.number("working_days", days.into());
            }
            if row.starts == Starts::Identity {
                object.string("starts", row.starts.name());
            }
        });
    });
    let mut text = file.finish();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::dist::sample::bundle;

    const ROWS: &str = r#"
        [[right]]
        id = "access"
        working_days = 15
        [[right]]
        id = "delete"
        months = 1
        starts = "identity"
        [[right]]
        id = "copy"
        [[right]]
        id = "withdraw"
        [calendar]
        offset = "+08:00"
        holidays = ["2026-12-25"]
    "#;

    #[test]
    fn every_deadline_keeps_its_unit() {
        let bundle = bundle(ROWS);
        let part = &bundle.parts[0];
        let expected = concat!(
            r#"{"v":"cs-rights/1","site":"pos","offset":"+08:00","weekend":["saturday","sunday"],"holidays":["2026-12-25"],"workdays":[],"#,
            r#""rights":[{"right":"access","working_days":15},{"right":"delete","due":"P1M","starts":"identity"},{"right":"copy","due":"P21D"}]}"#,
            "\n"
        );
        assert_eq!(json(&bundle, &part.notice, &part.rights), expected);
    }
}
