//! The receiver from outside: the real router driven by requests over a temporary SQLite file,
//! with receipts signed by an independent ES256 implementation; and the real binary, killed.
#![cfg(test)]

mod check;
mod console;
mod contract;
mod durability;
mod exchange;
mod feeds;
mod fence;
mod figures;
mod files;
mod handover;
mod limits;
mod links;
mod lists;
mod marketing;
mod postgres;
mod process;
mod rejections;
mod requests;
mod roles;
mod routes;
mod sign_on;
mod staff;
mod support;
