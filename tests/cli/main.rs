//! The command line as scripts meet it: arguments in, output, messages and exit codes out.
//!
//! One binary, a module for each command or concern, a temporary folder for each test. A test of
//! something that once went wrong is named after what went wrong.

mod analyze;
mod bad_files;
mod batch;
mod cited;
mod colour;
mod contract;
mod damaged_index;
mod encodings;
mod env;
mod evaluate;
mod expand;
mod faults;
mod formats;
mod fuzzed;
mod hits;
mod index;
mod inspect;
mod json_lines;
mod lessons;
mod limits;
mod pages;
mod paper;
mod pdf;
mod pdf_file;
mod processes;
mod queries;
mod random_files;
mod random_queries;
mod refusals;
mod repair;
mod reports;
mod spelling;
mod updates;
