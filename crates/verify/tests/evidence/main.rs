//! What was made properly holds, and nothing that was changed afterwards does.

mod chains;
mod logs;
mod mutations;
mod pieces;
mod sample;
