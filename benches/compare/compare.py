#!/usr/bin/env python3
"""kavosh beside other engines: quality, speed and size on the same files in the same run.

usage: compare.py [--only NAME,...] [--sets DIR] [--work DIR]

Needs what it compares: kavosh (`cargo build --release`, or KAVOSH=path), and of the peers those that
are to be in the table, each left out with a word on standard error where it is missing:

    pip install tantivy bm25s hazm          (PyPI)
    apt-get install python3-xapian          (Debian; then run this with Debian's python3)
    pip download --no-deps pyserini         (PyPI; the jar in it holds Lucene; LUCENE_JAR=path, and java)

SQLite comes with Python. The sets are those of shared/retrieval beside the project: a corpus in JSON
Lines, queries, and judgements in TREC form. Each engine runs in a process of its own, on one thread
where it lets itself be told, with what it does by itself for Persian, BM25 and all words optional.
What an index costs is processor time of the process between its start and its end, its imports set
aside; queries are timed one by one in the process, for kavosh the whole batch is divided.
"""
import argparse, collections, importlib.metadata, json, math, os, pathlib, re, resource, shutil, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HITS = 100


class Missing(Exception):
    """A peer that is not installed."""


def need(module):
    try:
        return __import__(module)
    except ImportError:
        raise Missing(f'python has no module {module}')


def words(text):
    return re.findall(r'\w+', text)


class Tantivy:
    """Tantivy's Python package: its default tokenizer, one field, text stored."""

    def build(self, documents, folder):
        tantivy = need('tantivy')
        self.version = importlib.metadata.version('tantivy')
        schema = tantivy.SchemaBuilder()
        schema.add_text_field('id', stored=True, tokenizer_name='raw')
        schema.add_text_field('text', stored=True)
        self.index = tantivy.Index(schema.build(), path=str(folder))
        writer = self.index.writer(256 << 20, 1)
        for name, text in documents:
            writer.add_document(tantivy.Document(id=name, text=text))
        writer.commit()
        writer.wait_merging_threads()

    def open(self):
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, query):
        parsed = self.index.parse_query(' '.join(words(query)), ['text'])
        hits = self.searcher.search(parsed, HITS).hits
        return [self.searcher.doc(at)['id'][0] for _, at in hits]


class Sqlite:
    """SQLite's FTS5 with its unicode61 tokenizer."""

    def build(self, documents, folder):
        import sqlite3
        self.version = sqlite3.sqlite_version
        self.db = sqlite3.connect(folder / 'fts.db')
        self.db.execute('create virtual table t using fts5(id unindexed, text)')
        self.db.executemany('insert into t values (?, ?)', documents)
        self.db.commit()

    def open(self):
        pass

    def ask(self, query):
        any_word = ' OR '.join(f'"{word}"' for word in words(query))
        rows = self.db.execute('select id from t where t match ? order by bm25(t) limit ?', (any_word, HITS))
        return [row[0] for row in rows]


class Xapian:
    """Xapian (what Recoll is built on) with its term generator; it has no stemmer for Persian."""

    def build(self, documents, folder):
        xapian = need('xapian')
        self.version = xapian.version_string()
        self.folder = str(folder)
        db = xapian.WritableDatabase(self.folder, xapian.DB_CREATE_OR_OPEN)
        generator = xapian.TermGenerator()
        for name, text in documents:
            document = xapian.Document()
            document.set_data(json.dumps([name, text], ensure_ascii=False))
            generator.set_document(document)
            generator.index_text(text)
            db.add_document(document)
        db.commit()
        db.close()

    def open(self):
        xapian = need('xapian')
        self.db = xapian.Database(self.folder)
        self.parser = xapian.QueryParser()
        self.parser.set_default_op(xapian.Query.OP_OR)

    def ask(self, query):
        xapian = need('xapian')
        enquire = xapian.Enquire(self.db)
        enquire.set_query(self.parser.parse_query(' '.join(words(query)), 0))
        return [json.loads(hit.document.get_data())[0] for hit in enquire.get_mset(0, HITS)]


class Hazm:
    """bm25s over the lemmas of hazm."""

    def build(self, documents, folder):
        bm25s, hazm = need('bm25s'), need('hazm')
        self.version = f"{importlib.metadata.version('hazm')}, bm25s {bm25s.__version__}"
        self.normalizer, self.lemmatizer, self.known = hazm.Normalizer(), hazm.Lemmatizer(), {}
        self.ids = [name for name, _ in documents]
        self.engine = bm25s.BM25(k1=1.2, b=0.75)
        self.engine.index([self.lemmas(text) for _, text in documents], show_progress=False)
        self.engine.save(str(folder))

    def lemmas(self, text):
        out = []
        for word in words(self.normalizer.normalize(text).replace('\u200c', ' ')):
            lemma = self.known.get(word)
            if lemma is None:
                lemma = self.known[word] = self.lemmatizer.lemmatize(word).split('#')[0] or word
            out.append(lemma)
        return out

    def open(self):
        pass

    def ask(self, query):
        found, scores = self.engine.retrieve([self.lemmas(query)], k=min(HITS, len(self.ids)), show_progress=False)
        return [self.ids[at] for at, score in zip(found[0], scores[0]) if score > 0]


PEERS = {'tantivy': Tantivy, 'sqlite': Sqlite, 'xapian': Xapian, 'hazm': Hazm}
ENGINES = ['kavosh', *PEERS, 'lucene']


def read_set(folder, queries, every):
    documents = []
    for line in open(folder / 'corpus.jsonl', encoding='utf8'):
        record = json.loads(line)
        text = record['text']
        title = record.get('title') or ''
        documents.append((record['id'], text if text.startswith(title) else f'{title}\n{text}'))
    asked = [line.rstrip('\n').split('\t')[:2] for line in open(folder / queries, encoding='utf8')]
    asked = [tuple(pair) for pair in asked if len(pair) == 2 and pair[0] != 'qid'][::every]
    judged = collections.defaultdict(dict)
    for line in open(folder / 'qrels.txt', encoding='utf8'):
        qid, _, name, grade = line.split()
        if int(grade) > 0:
            judged[qid][name] = int(grade)
    return documents, asked, judged


def scores(run, asked, judged):
    """nDCG@10, MRR@10 and recall@100 as means over the queries that have a relevant document."""
    def dcg(gains):
        return sum(gain / math.log2(at + 2) for at, gain in enumerate(gains))
    rows = []
    for qid, _ in asked:
        relevant = judged.get(qid)
        if not relevant:
            continue
        gains = [relevant.get(name, 0) for name in run.get(qid, [])][:HITS]
        ideal = dcg(sorted(relevant.values(), reverse=True)[:10])
        first = next((1 / (at + 1) for at, gain in enumerate(gains[:10]) if gain), 0.0)
        rows.append((dcg(gains[:10]) / ideal, first, sum(map(bool, gains)) / len(relevant)))
    return [sum(row[i] for row in rows) / len(rows) for i in range(3)]


def size(folder):
    return sum(file.stat().st_size for file in folder.rglob('*') if file.is_file())


def children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def kavosh(source, queries, asked, work):
    program = os.environ.get('KAVOSH', ROOT / 'target/release/kavosh')
    if not pathlib.Path(program).exists():
        raise Missing(f'{program} is not there; cargo build --release')
    index = work / 'index'
    before, start = children(), time.monotonic()
    command = [program, 'index', source / 'corpus.jsonl', '--index', index, '--threads', '1']
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    cpu, wall = children() - before, time.monotonic() - start
    file = work / 'queries.tsv'
    file.write_text(''.join(f'{qid}\t{query}\n' for qid, query in asked), encoding='utf8')
    start = time.monotonic()
    command = [program, 'batch', file, '--index', index, '--format', 'trec', '--unit', 'document',
               '--limit', str(HITS), '--threads', '1']
    # A question with an odd quotation mark is an error of the query language and finds nothing.
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    each = (time.monotonic() - start) * 1000 / len(asked)
    run = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        qid, _, name = line.split(' ')[:3]
        run[qid].append(name)
    version = subprocess.run([program, '--version'], capture_output=True, text=True).stdout.split()[-1]
    return dict(version=version, cpu=cpu, wall=wall, ms=each, size=size(index), run=run)


def lucene(documents, asked, work):
    jar = os.environ.get('LUCENE_JAR')
    if not jar or not shutil.which('java'):
        raise Missing('LUCENE_JAR names no jar, or there is no java')
    def flat(pairs):
        return ''.join('{}\t{}\n'.format(name, ' '.join(text.split())) for name, text in pairs)
    (work / 'documents.tsv').write_text(flat(documents), encoding='utf8')
    (work / 'queries.tsv').write_text(flat(asked), encoding='utf8')
    program = pathlib.Path(__file__).with_name('Lucene.java')
    subprocess.run(['java', '-cp', jar, program, work], check=True, stderr=subprocess.DEVNULL)
    found = collections.defaultdict(list)
    for line in open(work / 'times.txt', encoding='utf8'):
        name, value = line.split()
        found[name].append(value)
    run = collections.defaultdict(list)
    for line in open(work / 'run.tsv', encoding='utf8'):
        qid, name = line.rstrip('\n').split('\t')
        run[qid].append(name)
    each = [float(ms) for ms in found['query']]
    return dict(version=found['version'][0], cpu=float(found['processor'][0]), wall=float(found['wall'][0]),
                ms=sum(each) / len(each), size=size(work / 'index'), run=run)


def peer(name, documents, asked, work):
    engine = PEERS[name]()
    folder = work / 'index'
    folder.mkdir()
    # What is imported is not what an index costs.
    tiny = PEERS[name]()
    with tempfile.TemporaryDirectory() as warm:
        tiny.build([(f'w{at}', text) for at, (_, text) in enumerate(documents[:20])], pathlib.Path(warm))
    cpu, start = time.process_time(), time.monotonic()
    engine.build(documents, folder)
    cpu, wall = time.process_time() - cpu, time.monotonic() - start
    engine.open()
    run, spent = {}, 0.0
    for qid, query in asked:
        start = time.monotonic()
        run[qid] = engine.ask(query)
        spent += time.monotonic() - start
    return dict(version=engine.version, cpu=cpu, wall=wall, ms=spent * 1000 / len(asked), size=size(folder), run=run)


def one(args):
    """One engine on one set, in a process of its own; prints a row as JSON."""
    source = pathlib.Path(args.sets) / args.set
    documents, asked, judged = read_set(source, args.queries, args.every)
    with tempfile.TemporaryDirectory(dir=args.work) as folder:
        work = pathlib.Path(folder)
        if args.engine == 'kavosh':
            row = kavosh(source, args.queries, asked, work)
        elif args.engine == 'lucene':
            row = lucene(documents, asked, work)
        else:
            row = peer(args.engine, documents, asked, work)
    text = sum(len(text.encode()) for _, text in documents)
    row['ndcg'], row['mrr'], row['recall'] = scores(row.pop('run'), asked, judged)
    row['mb_per_s'] = text / 1e6 / row['cpu']
    row['share'] = row['size'] / text
    json.dump(row, sys.stdout)


SETS = [('hamshahri5k', 'queries.tsv', 1), ('hamshahri5k', 'queries_persian_letters.tsv', 1), ('pquad', 'queries.tsv', 6)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--only', default=','.join(ENGINES), help='engines, by commas')
    parser.add_argument('--sets', default=ROOT.parent / 'shared/retrieval', help='folder of the sets')
    parser.add_argument('--work', default=None, help='folder for the indexes')
    for hidden in ('engine', 'set', 'queries'):
        parser.add_argument(f'--{hidden}', help=argparse.SUPPRESS)
    parser.add_argument('--every', type=int, default=1, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.engine:
        try:
            one(args)
        except Missing as reason:
            sys.exit(str(reason))
        return
    for name, queries, every in SETS:
        kind = f', every {every}th question' if every > 1 else ''
        print(f'\n{name}, {queries}{kind}\n')
        print('| engine | nDCG@10 | MRR@10 | recall@100 | MB/s of processor time | index / text | ms a query |')
        print('|---|---|---|---|---|---|---|')
        for engine in args.only.split(','):
            command = [sys.executable, __file__, '--engine', engine, '--set', name, '--queries', queries,
                       '--every', str(every), '--sets', str(args.sets)]
            if args.work:
                command += ['--work', args.work]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                reason = (done.stderr.strip().splitlines() or ['it failed'])[-1]
                print(f'{engine} is left out: {reason}', file=sys.stderr)
                continue
            row = json.loads(done.stdout)
            print('| {} {} | {:.3f} | {:.3f} | {:.3f} | {:.1f} | {:.2f} | {:.2f} |'.format(
                engine, row['version'], row['ndcg'], row['mrr'], row['recall'], row['mb_per_s'], row['share'], row['ms']),
                flush=True)


main()
