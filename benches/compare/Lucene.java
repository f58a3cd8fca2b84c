// Lucene's Persian analysis over the same documents: java -cp anserini-*-fatjar.jar Lucene.java WORK
//
// Reads WORK/documents.tsv (id, text) and WORK/queries.tsv (qid, query), both of one line each and
// without other tabs; writes the index to WORK/index, the run to WORK/run.tsv and what it took to
// WORK/times.txt (processor seconds of indexing, wall seconds of indexing, milliseconds of each query).

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

public class Lucene {
    static double processorSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[0]);
        try (var analyzer = new PersianAnalyzer();
                var directory = FSDirectory.open(work.resolve("index"));
                BufferedWriter times = Files.newBufferedWriter(work.resolve("times.txt"));
                BufferedWriter run = Files.newBufferedWriter(work.resolve("run.tsv"))) {
            double processor = processorSeconds();
            long start = System.nanoTime();
            try (var writer = new IndexWriter(directory, new IndexWriterConfig(analyzer));
                    BufferedReader documents = Files.newBufferedReader(work.resolve("documents.tsv"))) {
                for (String line; (line = documents.readLine()) != null;) {
                    String[] parts = line.split("\t", 2);
                    var document = new Document();
                    document.add(new StringField("id", parts[0], Field.Store.YES));
                    document.add(new TextField("text", parts[1], Field.Store.YES));
                    writer.addDocument(document);
                }
            }
            times.write("version " + Version.LATEST + "\n");
            times.write("processor " + (processorSeconds() - processor) + "\n");
            times.write("wall " + (System.nanoTime() - start) / 1e9 + "\n");
            try (var reader = DirectoryReader.open(directory);
                    BufferedReader queries = Files.newBufferedReader(work.resolve("queries.tsv"))) {
                var searcher = new IndexSearcher(reader);
                searcher.setSimilarity(new BM25Similarity());
                var parser = new QueryParser("text", analyzer);
                for (String line; (line = queries.readLine()) != null;) {
                    String[] parts = line.split("\t", 2);
                    long asked = System.nanoTime();
                    ScoreDoc[] hits = searcher.search(parser.parse(QueryParser.escape(parts[1])), 100).scoreDocs;
                    for (ScoreDoc hit : hits) {
                        String id = searcher.storedFields().document(hit.doc).get("id");
                        run.write(parts[0] + "\t" + id + "\n");
                    }
                    times.write("query " + (System.nanoTime() - asked) / 1e6 + "\n");
                }
            }
        }
    }
}
