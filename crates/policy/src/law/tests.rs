//! Tables of short policies and the rules that they break.
