//! Notice, choice, signal, session, receipt, outbox and wire formats; no I/O, clock, randomness, HTML or async
