#![no_main]

#[allow(dead_code)] // a target uses one entry point
#[path = "../../tests/fuzzed/entry.rs"]
mod entry;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry::repair(data));
