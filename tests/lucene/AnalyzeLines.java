// Runs an analysis that is described as Lucene's factories on text, a line each.
//   java -cp JARS AnalyzeLines.java PART [NAME=VALUE]... [-- PART [NAME=VALUE]...]...  <texts
// A PART is char:NAME, tokenizer:NAME or filter:NAME. Prints the tokens of a line, each as
// text@position, separated by tabs.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

public class AnalyzeLines {
  static void add(CustomAnalyzer.Builder builder, List<String> part) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (String option : part.subList(1, part.size())) {
      String[] pair = option.split("=", 2);
      options.put(pair[0], pair[1]);
    }
    String[] kind = part.get(0).split(":", 2);
    if (kind[0].equals("char")) builder.addCharFilter(kind[1], options);
    else if (kind[0].equals("tokenizer")) builder.withTokenizer(kind[1], options);
    else builder.addTokenFilter(kind[1], options);
  }

  static Analyzer build(String[] arguments) throws Exception {
    CustomAnalyzer.Builder builder = CustomAnalyzer.builder();
    List<String> part = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals("--")) {
        add(builder, part);
        part.clear();
      } else {
        part.add(argument);
      }
    }
    add(builder, part);
    return builder.build();
  }

  static String tokens(Analyzer analyzer, String text) throws Exception {
    StringBuilder line = new StringBuilder();
    try (TokenStream stream = analyzer.tokenStream("text", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
      stream.reset();
      int position = 0;
      while (stream.incrementToken()) {
        position += step.getPositionIncrement();
        if (line.length() > 0) line.append('\t');
        line.append(term).append('@').append(position);
      }
      stream.end();
    }
    return line.toString();
  }

  public static void main(String[] arguments) throws Exception {
    Analyzer analyzer = build(arguments);
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(tokens(analyzer, line));
    }
  }
}
