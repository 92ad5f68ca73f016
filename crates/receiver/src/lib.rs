//! The backend: takes receipts, verifies, appends, countersigns, serves files
