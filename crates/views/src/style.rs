//! The style sheets, minified at build time from `css/`.

/// The banner and the small button; goes into the page.
pub const LAYER1_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/layer1.css"));

/// The banner along the whole lower edge; stands behind [`LAYER1_CSS`], as do the next two.
pub const BAR_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/position-bar.css"));

/// The banner in a corner.
pub const CORNER_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/position-corner.css"));

/// The banner as a dialog.
pub const DIALOG_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/position-dialog.css"));

/// The banner's control for the language; stands behind [`LAYER1_CSS`] where there are several.
pub const LOCALES_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/layer1_locales.css"));

/// The banner with two buttons; stands behind [`LAYER1_CSS`] where none of them opens anything.
pub const TWO_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/layer1_two.css"));

/// The banner in two languages; stands behind [`LAYER1_CSS`] and the position's.
pub const BESIDE_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/layer1_beside.css"));

/// What stands in the place of held embeds; goes into a shadow root each.
pub const PLACEHOLDER_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/placeholder.css"));

/// Layers 2 and 3; goes into the dialog's shadow root.
pub const LAYERS_CSS: &str = concat!(
    include_str!(concat!(env!("OUT_DIR"), "/text.css")),
    include_str!(concat!(env!("OUT_DIR"), "/layers.css")),
    include_str!(concat!(env!("OUT_DIR"), "/rights.css")),
);

/// The receipts; goes beside [`LAYERS_CSS`] into the dialog's shadow root.
pub const RECEIPTS_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/receipts.css"));

/// The page with the full policy and the page with changes; a file beside them, because strict content security policies forbid inline styles.
pub const PAGE_CSS: &str = concat!(
    include_str!(concat!(env!("OUT_DIR"), "/text.css")),
    include_str!(concat!(env!("OUT_DIR"), "/page.css")),
    include_str!(concat!(env!("OUT_DIR"), "/changes.css")),
);
