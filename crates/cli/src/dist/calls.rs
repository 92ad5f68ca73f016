//! The parts that tell vendors of choices: one for each family in use, with what decides about its consent types inside.
//!
//! In: what the compiler found (`countersign_policy::Calls`). Out: expressions for the loader. Deliberately absent: any rule of what
//! grants what.

use countersign_policy::{Bundle, Grant};
use serde_json::json;

use super::Assets;

/// One part for each family, in the families' order.
pub(super) fn parts(bundle: &Bundle, assets: &Assets) -> Vec<String> {
    let part = |calls: &countersign_policy::Calls| {
        let table: Vec<String> = calls.grants.iter().map(ids).collect();
        assets.script(&format!("calls.{}.js", calls.family.name()), &[("__CS_CALLS__", &json!(table).to_string())])
    };
    bundle.calls.iter().map(part).collect()
}

/// The ids of the purposes that grant a type, parted by spaces; `*` where no choice is needed.
fn ids(grant: &Grant) -> String {
    if grant.always {
        return "*".to_owned();
    }
    grant.purposes.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use countersign_core::PurposeId;
    use countersign_policy::Grant;

    use super::ids;

    #[test]
    fn grants_are_lists_of_ids() {
        let purposes = |ids: &[&str]| ids.iter().map(|id| PurposeId::new(id).unwrap()).collect();
        for (grant, expected) in [
            (Grant::default(), ""),
            (Grant { purposes: purposes(&["marketing"]), always: false }, "marketing"),
            (Grant { purposes: purposes(&["analytics", "research"]), always: false }, "analytics research"),
            (Grant { purposes: purposes(&["analytics"]), always: true }, "*"),
        ] {
            assert_eq!(ids(&grant), expected);
        }
    }
}
