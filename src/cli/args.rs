//! The command line: what can be typed, and the help for it. Completions and the manual page are
//! made from the same definitions.

use crate::document::read::Limits;
use crate::language::cjk::CjkLanguage;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;
use std::time::Duration;

/// Full-text search for Persian and English scholarly texts as they really come.
#[derive(Debug, Parser)]
#[command(
    name = "kavosh",
    version,
    about,
    long_about = "kavosh (کاوش, \"exploration\") indexes a folder of Persian and English papers, repairs what PDF \
extraction did to their text, and answers queries with ranked passages that say where they stand: paper, section, \
page, line.\n\nResults go to standard output, everything else to standard error.",
    after_help = "Examples:\n  kavosh index papers/\n  kavosh search \"حاکمیت سایبری\"\n  kavosh search '\"normative power\" year:2017..2022' --format json\n  kavosh batch queries.tsv --format trec > run.txt\n\nExit codes: 0 hits (or done), 1 no hits, 2 an error (or some files failed).",
    max_term_width = 100
)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,

    /// Folder of the index
    #[arg(long, global = true, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub index: PathBuf,

    /// When to use colours [default: auto, on a terminal and without NO_COLOR]
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    pub color: When,
}

/// When to do something that only suits a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Index files and folders, or bring an index up to date with them
    #[command(
        long_about = "Index files and folders, or bring an index up to date with them.\n\nFiles are known by their content: \
what is unchanged is left alone, what is new or changed is read, what is gone from a given folder is dropped. Hidden \
files are passed over, links are followed. Known are .txt, .md and .jsonl (a document a line with \"id\", \"text\" and \
optionally \"title\", \"authors\", \"year\"), whose encoding is found by looking; .pdf; Word (.docx), OpenDocument (.odt), \
web pages (.html), e-books (.epub); .gz of one of these, and .zip archives of them, which are read in place.\n\nA file \
that cannot be read is reported with its reason and counted, the rest goes on, and the exit code is 2. The last line \
on standard error tells documents, passages, bytes, seconds and MB/s."
    )]
    Index(IndexArgs),
    /// Search the index
    #[command(
        long_about = "Search the index for passages (or documents, with --unit document).",
        after_long_help = QUERY_HELP
    )]
    Search(SearchArgs),
    /// Answer many queries from a file
    #[command(
        long_about = "Answer many queries from a file, on all processors, in the order of the file.\n\nFILE holds \
`qid<TAB>query` a line; further columns are ignored, a header line that starts with `qid` is skipped, and a line without \
a tab is a query whose qid is its line number. A query that is not well formed, or takes longer than --timeout, is \
reported and the rest goes on; the exit code is then 2."
    )]
    Batch(BatchArgs),
    /// Complete what was begun to type, from the words of the index
    #[command(
        long_about = "Complete what was begun to type, from the words of the index, the most frequent first: \
`completion<TAB>passages` a line. After other words, only those that follow them in some passage. The forms are folded \
as the index holds them (Persian letters, no vowel signs, no ZWNJ)."
    )]
    Complete(CompleteArgs),
    /// Show a file as it is repaired before it is indexed
    #[command(
        long_about = "Show a file as it is repaired before it is indexed.\n\ntext: the repaired document, words that were \
broken at line ends joined. tsv: a row for each line of the file, `line_no<TAB>repaired text<TAB>clean|repaired|unsure`."
    )]
    Repair(RepairArgs),
    /// Show what is found in a file: sections, notes, citations, references, terms, passages
    #[command(
        long_about = "Show what is found in a file.\n\nColumns of the tsv form:\n  outline     line level number title\n  \
footnotes   line number text\n  citations   line authors year page raw\n  references  line authors year title raw\n  \
unmatched   problem line authors year raw (not listed, not cited)\n  about       field value\n  \
glossary    persian english line\n  passages    first_line last_line kind section text\n  text        line page markup text (as it was read, before repair)"
    )]
    Inspect(InspectArgs),
    /// Show the tokens of a text, and why each is indexed as it is
    #[command(
        long_about = "Show the tokens of a text: position, bytes, script, exact form, lemma, and the rule that led to it. \
TEXT `-` reads standard input."
    )]
    Analyze(AnalyzeArgs),
    /// Measure the ranking against relevance judgements
    #[command(
        long_about = "Measure the ranking against relevance judgements in TREC form (`qid 0 docno grade`).\n\nA docno is \
a document's id, or lines of it (`china:180-182`); a passage is relevant if it overlaps them. Printed are nDCG@10, MAP, \
MRR@10, recall@10 (of at most ten) and recall@100, as means over the queries that have a relevant judgement."
    )]
    Evaluate(EvaluateArgs),
    /// List the works that the papers of the index cite, with counts and places
    #[command(
        long_about = "List the works that the papers of the index cite: how often, in how many papers, authors, year, and \
where (document:line). NAME keeps those of an author, in either script, with a year if given: `kavosh cited \"Segal \
2020\"`. Works are told apart by first author and year; a work cited in two scripts is counted once if the names sound \
alike and the years are the same in either calendar.\n\nColumns of the tsv form: count documents authors year places. The \
passages themselves are found with `kavosh search cites:NAME`."
    )]
    Cited(CitedArgs),
    /// Show the passage at a place, with what stands around it
    #[command(
        long_about = "Show the passage at a place, with what stands around it.\n\nA place is written as search prints it: \
`path:line` or `path:first-last`, also `archive.zip/paper.pdf:12` for what is inside an archive. The file is read anew, \
so no index is needed."
    )]
    Show(ShowArgs),
    /// Hand a file and its page to a viewer
    #[command(
        long_about = "Hand a file and its page to a viewer: of those known the one that is installed, or the one named \
with --viewer (or in KAVOSH_VIEWER), in which {file}, {page} and {line} are filled in."
    )]
    Open(OpenArgs),
    /// Verify checksums, fingerprint and counts of the index
    Check,
    /// Tell what is in the index
    Stats(StatsArgs),
    /// Print a completion script for a shell
    #[command(
        long_about = "Print a completion script for a shell.\n\nFor bash: `kavosh completions bash > \
~/.local/share/bash-completion/completions/kavosh`."
    )]
    Completions(CompletionsArgs),
    /// Print the manual page
    #[command(
        long_about = "Print the manual page, of a command if one is named.\n\nTo read it: `kavosh manual | man -l -`."
    )]
    Manual(ManualArgs),
}

const QUERY_HELP: &str = "The query language:
  حاکمیت سایبری        words: any may match; together, in order and near, they rank higher
  \"normative power\"    in this order, required       \"cyber power\"~3   with up to 3 words between
  a AND b, a OR b      both, either; brackets group  NOT a, -a          excluded; +a required
  سایبر*               words that begin so           powr~              misspelt (~2: two edits)
  title: section: author: exact:                    in that field; exact: takes the form as it is
  cites:Segal, cites:\"Doshi 2021\"                 passages that cite a work (cites:سیگال, cites:2021)
  year:2017..2020 kind:footnote lang:fa doc:iran    only such passages (doc:papers/* for a folder)

Arabic and Persian letters, all digits, ZWNJ, space or neither: written one way, found in all.
Terms that the papers of the index give in two languages are found in both; quotes ask for the words as typed.";

/// `kavosh index`
#[derive(Debug, Args)]
pub struct IndexArgs {
    /// Files and folders
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Make the index anew; until it is done, the old one stays
    #[arg(long)]
    pub rebuild: bool,
    /// Threads [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// Memory for the index being written, such as 200M or 2G [default: 200M a thread, 1G at most]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub memory: Option<usize>,
    /// Index the text as it stands in the files
    #[arg(long)]
    pub no_repair: bool,
    /// Cut a language (zh, ja, ko) with a lindera dictionary, such as ja=/path/to/ipadic; kept in the index
    #[arg(long = "dictionary", value_name = "LANG=DIR", value_parser = parse_dictionary)]
    pub dictionaries: Vec<(CjkLanguage, PathBuf)>,
    /// What one file may cost.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// What one file may cost; a file that takes more is reported and left out.
#[derive(Debug, Args)]
pub struct LimitArgs {
    /// Seconds that one file (PDF, Word, archive …) may take to read
    #[arg(long, value_name = "N", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub file_seconds: u64,
    /// Bytes that what is packed in one file may take unpacked, such as 500M or 2G
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = parse_size)]
    pub file_memory: usize,
    /// Pages of one PDF that are read
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub file_pages: usize,
}

impl LimitArgs {
    /// The limits that were asked for.
    pub fn limits(&self) -> Limits {
        Limits {
            seconds: self.file_seconds,
            unpacked: self.file_memory as u64,
            pages: self.file_pages,
            ..Limits::default()
        }
    }
}

/// `kavosh search`
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// The query; see the query language below
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// Most hits
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Output: for people, as JSON Lines, or as a TREC run
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: SearchFormat,
    /// What is ranked
    #[arg(long, value_name = "UNIT", default_value = "passage")]
    pub unit: UnitArg,
    /// Do not look for what the papers of the index call the words in the other language
    #[arg(long)]
    pub no_expand: bool,
    /// Tell what each part of the query adds to the score
    #[arg(long)]
    pub explain: bool,
    /// Give the query up after this time, such as 500ms or 2s
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub timeout: Option<Duration>,
    /// Put invisible marks around text for terminals that reorder it; auto: on those known to (GNOME, KDE, macOS)
    #[arg(
        long,
        value_name = "auto|always|never",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub isolates: When,
}

/// `kavosh batch`
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// File of queries, or - for standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Output: JSON Lines, a TREC run, or columns (qid rank score id first_line last_line)
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub format: BatchFormat,
    /// Most hits for each query
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// What is ranked
    #[arg(long, value_name = "UNIT", default_value = "passage")]
    pub unit: UnitArg,
    /// Do not look for what the papers of the index call the words in the other language
    #[arg(long)]
    pub no_expand: bool,
    /// Threads [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// Give each query up after this time, such as 500ms or 2s; it is reported, the others go on
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub timeout: Option<Duration>,
}

/// `kavosh complete`
#[derive(Debug, Args)]
pub struct CompleteArgs {
    /// The beginning of a word, or words of which the last is begun
    #[arg(allow_hyphen_values = true)]
    pub prefix: String,
    /// Most completions
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Output: columns, or JSON Lines
    #[arg(long, value_name = "FORMAT", default_value = "tsv")]
    pub format: InspectFormat,
}

/// `kavosh repair`
#[derive(Debug, Args)]
pub struct RepairArgs {
    /// File of one document
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Output: the document, or a row for each line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: RepairFormat,
    /// Show for each line that was torn the runs it was cut into, in reading order, and the log
    /// probabilities (nats) of the reading and of the line as it stands; with --format tsv in three
    /// more columns
    #[arg(long)]
    pub explain: bool,
    /// Read torn lines with what the papers of this index teach, as `kavosh index` does
    #[arg(long, value_name = "INDEX", value_hint = ValueHint::DirPath)]
    pub learn_from: Option<PathBuf>,
}

/// `kavosh inspect`
#[derive(Debug, Args)]
pub struct InspectArgs {
    /// File of one document
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// What to show
    pub what: What,
    /// Output: columns, or JSON Lines; references also as a BibTeX file or CSL-JSON
    #[arg(long, value_name = "FORMAT", default_value = "tsv")]
    pub format: FoundFormat,
}

/// `kavosh analyze`
#[derive(Debug, Args)]
pub struct AnalyzeArgs {
    /// The text, or - for standard input
    #[arg(allow_hyphen_values = true)]
    pub text: String,
    /// Output: columns, or JSON Lines
    #[arg(long, value_name = "FORMAT", default_value = "tsv")]
    pub format: InspectFormat,
    /// Cut a language (zh, ja, ko) with a lindera dictionary, as for index
    #[arg(long = "dictionary", value_name = "LANG=DIR", value_parser = parse_dictionary)]
    pub dictionaries: Vec<(CjkLanguage, PathBuf)>,
}

/// `kavosh show`
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The place: path:line or path:first-last
    #[arg(value_hint = ValueHint::FilePath)]
    pub hit: String,
    /// Passages shown before and after
    #[arg(long, short = 'C', value_name = "N", default_value_t = 1)]
    pub context: usize,
    /// Show the text as it stands in the file
    #[arg(long)]
    pub no_repair: bool,
    /// Put invisible marks around text for terminals that reorder it
    #[arg(
        long,
        value_name = "auto|always|never",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub isolates: When,
}

/// `kavosh open`
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// The place: path, path:line or path:first-last
    #[arg(value_hint = ValueHint::FilePath)]
    pub hit: String,
    /// The command of the viewer, such as 'evince -p {page} {file}'
    #[arg(long, value_name = "COMMAND")]
    pub viewer: Option<String>,
    /// Print the command and do not run it
    #[arg(long)]
    pub dry_run: bool,
}

/// `kavosh evaluate`
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// File of queries, as for batch
    #[arg(long, value_name = "TSV", value_hint = ValueHint::FilePath)]
    pub queries: PathBuf,
    /// File of judgements, `qid 0 docno grade` a line
    #[arg(long, value_name = "TREC", value_hint = ValueHint::FilePath)]
    pub qrels: PathBuf,
    /// What is ranked
    #[arg(long, value_name = "UNIT", default_value = "passage")]
    pub unit: UnitArg,
    /// Do not look for what the papers of the index call the words in the other language
    #[arg(long)]
    pub no_expand: bool,
    /// Most hits for each query
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub limit: usize,
    /// Output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ReportFormat,
    /// Print each query's measures too
    #[arg(long)]
    pub by_query: bool,
    /// Threads [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
}

/// `kavosh cited`
#[derive(Debug, Args)]
pub struct CitedArgs {
    /// Only works of this author; a year may follow
    pub name: Option<String>,
    /// Most works
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// Output: for people, JSON Lines, or columns
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ListFormat,
}

/// `kavosh stats`
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// Output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ReportFormat,
}

/// `kavosh completions`
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// `kavosh manual`
#[derive(Debug, Args)]
pub struct ManualArgs {
    /// The command to describe
    pub command: Option<String>,
}

/// Forms of a search's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SearchFormat {
    /// For people.
    Text,
    /// A hit a line.
    Json,
    /// A TREC run.
    Trec,
}

/// Forms of a batch's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BatchFormat {
    /// A hit a line.
    Json,
    /// A TREC run.
    Trec,
    /// Columns.
    Tsv,
}

/// Forms of a repaired document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RepairFormat {
    /// The document.
    Text,
    /// A row for each line.
    Tsv,
}

/// Forms of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// Columns.
    Tsv,
    /// An object a line.
    Json,
}

/// Forms of what is found in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FoundFormat {
    /// Columns.
    Tsv,
    /// An object a line.
    Json,
    /// References for BibTeX and biber.
    Bibtex,
    /// References as one array of CSL-JSON, for Zotero, pandoc and others.
    Csl,
}

/// Forms of lists that people read too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Text,
    /// An object a line.
    Json,
    /// Columns.
    Tsv,
}

/// Forms of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    Text,
    /// One object.
    Json,
}

/// What is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UnitArg {
    /// Passages.
    Passage,
    /// Documents.
    Document,
}

impl From<UnitArg> for crate::search::Unit {
    fn from(unit: UnitArg) -> crate::search::Unit {
        match unit {
            UnitArg::Passage => crate::search::Unit::Passage,
            UnitArg::Document => crate::search::Unit::Document,
        }
    }
}

/// What `inspect` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The section tree.
    Outline,
    /// Notes at the foot of pages.
    Footnotes,
    /// In-text citations.
    Citations,
    /// The list of references.
    References,
    /// Citations without an entry in the list, and entries that nothing cites.
    Unmatched,
    /// Title, authors, year, languages, journal, abstracts, keywords, pages.
    About,
    /// Terms given in two languages.
    Glossary,
    /// What is indexed.
    Passages,
    /// The text as it was read, before repair.
    Text,
}

/// A number of bytes: digits and K, M or G.
fn parse_size(text: &str) -> Result<usize, String> {
    let (digits, unit) = match text.trim_end_matches(['B', 'b']).chars().last() {
        Some('k' | 'K') => (1, 1usize << 10),
        Some('m' | 'M') => (1, 1 << 20),
        Some('g' | 'G') => (1, 1 << 30),
        _ => (0, 1),
    };
    let body = text.trim_end_matches(['B', 'b']);
    body[..body.len() - digits]
        .trim()
        .parse::<usize>()
        .ok()
        .and_then(|n| n.checked_mul(unit))
        .ok_or_else(|| "a size is a number and K, M or G, such as 200M".to_owned())
}

/// A time: a number and ms, s or m.
fn parse_time(text: &str) -> Result<Duration, String> {
    let at = text.find(|c: char| c.is_ascii_alphabetic());
    let (number, unit) = text.split_at(at.unwrap_or(text.len()));
    let seconds = match unit {
        "ms" => 1e-3,
        "s" => 1.0,
        "m" => 60.0,
        _ => f64::NAN,
    };
    let time = number.trim().parse::<f64>().ok().map(|n| n * seconds);
    time.filter(|seconds| *seconds > 0.0)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|time| !time.is_zero())
        .ok_or_else(|| "a time is a number and ms, s or m, such as 500ms or 2s".to_owned())
}

fn parse_dictionary(text: &str) -> Result<(CjkLanguage, PathBuf), String> {
    let (language, folder) = text
        .split_once('=')
        .ok_or("written as LANG=DIR, such as ja=/path/to/ipadic")?;
    Ok((language.parse()?, PathBuf::from(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn definitions_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_size("200M"), Ok(200 << 20));
        assert_eq!(parse_size("1GB"), Ok(1 << 30));
        assert_eq!(parse_size("4096"), Ok(4096));
        assert!(parse_size("many").is_err());
        assert!(parse_size("").is_err());
        assert!(parse_size("99999999999999999G").is_err());
    }

    #[test]
    fn times() {
        assert_eq!(parse_time("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse_time("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse_time("2m"), Ok(Duration::from_secs(120)));
        for wrong in [
            "", "2", "s", "0s", "-1s", "2h", "1e99s", "1e-30s", "NaNs", "infs",
        ] {
            assert!(parse_time(wrong).is_err(), "{wrong}");
        }
    }
}
