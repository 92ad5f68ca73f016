//! Policy text to document to checked notice, with diagnostics; build time only
